/** SQL that gives a chat's object so many stays: half of them by one link, a third of them over; so many people, each once. */
export const seedStays = (count: number, link: string): string => `
  WITH RECURSIVE number(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM number WHERE i < ${count})
  INSERT INTO stay(n, person, name, is_bot, via, link, until, how)
  SELECT i * 1000000000, 900000000 + i, 'Guest ' || i, 0, iif(i % 2, 'link', 'unknown'), iif(i % 2, '${link}', NULL),
    iif(i % 3, NULL, i * 1000000000 + 1), iif(i % 3, NULL, 'left') FROM number`;

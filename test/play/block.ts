/** Lines with a label before the first of them; none where there are no lines. */
export function block(
  label: string,
  lines: readonly string[],
  paintLabel: (label: string) => string = (text) => text,
): string[] {
  const margin = ' '.repeat(label.length + 4);
  return lines.map((line, index) =>
    index === 0 ? `  ${paintLabel(`${label}:`)} ${line}` : (margin + line).trimEnd(),
  );
}

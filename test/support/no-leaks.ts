// For Vitest, before the tests of every file: a secret that was seen anywhere fails the test in which it was seen.

import { afterEach, expect } from 'vitest';
import { takeLeaks } from './leaks.ts';

afterEach(() => {
  expect(takeLeaks()).toEqual([]);
});

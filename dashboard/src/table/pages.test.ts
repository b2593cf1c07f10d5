import { expect, test } from "vitest";
import { pageNumbers } from "./pages";

test("the current page stands in the middle, but at the ends", () => {
  expect(pageNumbers(1, 1)).toEqual([1]);
  expect(pageNumbers(1, 16)).toEqual([1, 2, 3, 4, 5]);
  expect(pageNumbers(2, 16)).toEqual([1, 2, 3, 4, 5]);
  expect(pageNumbers(8, 16)).toEqual([6, 7, 8, 9, 10]);
  expect(pageNumbers(15, 16)).toEqual([12, 13, 14, 15, 16]);
  expect(pageNumbers(2, 3)).toEqual([1, 2, 3]);
});

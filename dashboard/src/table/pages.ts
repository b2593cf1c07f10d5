/** Page numbers as buttons: five at most, centred on the current one as far as the ends allow. */
export function pageNumbers(page: number, pages: number, shown = 5): number[] {
  const first = Math.max(1, Math.min(page - Math.floor(shown / 2), pages - shown + 1));
  return Array.from({ length: Math.min(shown, pages) }, (_, index) => first + index);
}

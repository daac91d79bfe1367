/**
 * Whether a text fits a pattern in which `*` stands for any characters, none included. Takes no more steps than
 * pattern times text, however many stars there are.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  let [at, inText, star, afterStar] = [0, 0, -1, 0];
  while (inText < text.length) {
    if (pattern[at] === "*") {
      star = at++;
      afterStar = inText;
    } else if (pattern[at] === text[inText]) {
      at += 1;
      inText += 1;
    } else if (star >= 0) {
      // The last star takes one character more; those before it never have to.
      at = star + 1;
      inText = ++afterStar;
    } else {
      return false;
    }
  }
  while (pattern[at] === "*") at += 1;
  return at === pattern.length;
}

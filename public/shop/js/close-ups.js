//! The two parts of a product's picture worth a closer look, by category.
//!
//! Pictures are drawn on a square of 800 units; a close-up is a smaller square of it, asked
//! for by SVG's own view fragment, so it needs no second file.

/** For each category two squares: left, top and side. */
const SQUARES = {
  phone: [[110, 80, 360], [330, 330, 360]],
  earphones: [[210, 250, 330], [350, 410, 320]],
  watch: [[220, 220, 360], [330, 400, 320]],
  tablet: [[40, 170, 400], [380, 320, 380]],
  laptop: [[120, 130, 380], [360, 390, 350]],
  power: [[220, 100, 360], [220, 390, 340]],
  case: [[210, 100, 340], [320, 390, 320]],
  speaker: [[210, 110, 400], [340, 330, 380]],
};

/** The addresses of a picture, whole and twice from close up. */
export const viewsOf = (picture, category) => [picture, ...(SQUARES[category] ?? SQUARES.phone).map(([left, top, side]) => `${picture}#svgView(viewBox(${left},${top},${side},${side}))`)];

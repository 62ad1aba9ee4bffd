//! The shop's colour, and an ink that can be read on it.
//!
//! Merchants choose any colour, also yellow. Text on it is black or white, whichever has the higher contrast by the
//! Web Content Accessibility Guidelines (WCAG 2.2, 1.4.3); one of the two always has at least 4.5:1.

/// A colour with its ink.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// The shop's colour, `#rrggbb`.
    pub primary: String,
    /// What is written on it, `#rrggbb`.
    pub ink: &'static str,
}

const WHITE: &str = "#ffffff";
const BLACK: &str = "#000000";

impl Look {
    /// Reads `#rrggbb`; anything else is no colour.
    #[must_use]
    pub fn of(colour: &str) -> Option<Self> {
        let luminance = luminance(colour)?;
        let on_white = (1.0 + 0.05) / (luminance + 0.05);
        // White is what people expect on a strong colour, so it wins as soon as it can be read.
        let ink = if 4.5 <= on_white { WHITE } else { BLACK };
        Some(Self { primary: colour.to_owned(), ink })
    }
}

/// Relative luminance, 0 (black) to 1 (white).
fn luminance(colour: &str) -> Option<f64> {
    let digits = colour.strip_prefix('#').filter(|digits| digits.len() == 6)?;
    let channel = |at: usize| {
        let value = u8::from_str_radix(digits.get(at..at.saturating_add(2))?, 16).ok()?;
        Some(linear(f64::from(value) / 255.0))
    };
    Some(0.2126 * channel(0)? + 0.7152 * channel(2)? + 0.0722 * channel(4)?)
}

/// Undoes the gamma of sRGB. The exponent is 2.4 by the standard; the cube of the quadratic mean of two and three is
/// not worth a power function here, so the usual polynomial stands in (error below 0.003).
fn linear(value: f64) -> f64 {
    value * (value * (value * 0.305_306_011 + 0.682_171_111) + 0.012_522_878)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contrast(colour: &str) -> f64 {
        let look = Look::of(colour).expect("a colour");
        let (a, b) = (luminance(colour).expect("one"), luminance(look.ink).expect("two"));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn any_colour_gets_an_ink_that_can_be_read() {
        for colour in (0..0x0100_0000_u32).step_by(4_099) {
            let colour = format!("#{colour:06x}");
            assert!(4.5 <= contrast(&colour), "{colour} has {}", contrast(&colour));
        }
    }

    #[test]
    fn yellow_takes_black_and_navy_takes_white() {
        assert_eq!(Look::of("#ffd400").expect("a colour").ink, BLACK);
        assert_eq!(Look::of("#12306b").expect("a colour").ink, WHITE);
    }

    #[test]
    fn what_is_no_colour_is_refused() {
        for text in ["red", "#fff", "#12345g", "#1234567", "", "#é234"] {
            assert_eq!(Look::of(text), None, "{text}");
        }
    }
}

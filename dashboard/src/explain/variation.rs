//! What operators call a variation of an experiment.

use shared::text::Locale;

use crate::i18n::experiments;

/// The name that the merchant gave it; without one, "control" for the first and its number for the others.
pub(crate) fn name(number: usize, given: Option<&str>, locale: Locale) -> String {
    match given.filter(|given| !given.is_empty()) {
        Some(given) => given.to_owned(),
        None if number == 0 => experiments::CONTROL.say(locale).to_owned(),
        None => experiments::VARIATION.fill(locale, &[("n", &number.to_string())]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variation_without_a_name_is_called_by_its_place() {
        assert_eq!(name(0, None, Locale::En), "Control");
        assert_eq!(name(2, Some(""), Locale::En), "Variation 2");
        assert_eq!(name(0, Some("Nothing"), Locale::En), "Nothing");
    }
}

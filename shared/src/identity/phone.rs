//! Telephone numbers in the one form in which they are compared: E.164, `+` and the country first.
//!
//! People write `138 1234 5678`, `+86-138-1234-5678`, `0086 13812345678` or full-width digits. A number without its country is
//! believed only where it cannot be anything else: a mobile number of mainland China. Anything else without a
//! country is no id, because the same digits are somebody else's telephone elsewhere.
//!
//! Source: ITU-T E.164 (at most 15 digits); the numbering plan of mainland China (mobile numbers begin with 13 to 19).

use alloc::{format, string::String};

/// Most digits of a number with its country (E.164).
const DIGITS_MAX: usize = 15;

/// Fewest digits of a number with its country; shorter ones are short codes.
const DIGITS_MIN: usize = 8;

/// The number as E.164 writes it, `+8613812345678`; `None` if that cannot be told.
#[must_use]
pub fn e164(text: &str) -> Option<String> {
    let mut digits = String::new();
    let mut is_international = false;
    for (place, c) in text.trim().chars().enumerate() {
        match c {
            '+' | '\u{ff0b}' if place == 0 => is_international = true,
            '0'..='9' => digits.push(c),
            '\u{ff10}'..='\u{ff19}' => digits.push(narrow(c)?),
            ' ' | '-' | '.' | '(' | ')' | '\u{2010}'..='\u{2015}' | '\u{a0}' | '\u{3000}' => {}
            _ => return None,
        }
    }
    if !is_international {
        if let Some(rest) = digits.strip_prefix("00") {
            digits = rest.into();
        } else if is_chinese_mobile(&digits) {
            digits = format!("86{digits}");
        } else {
            // `86` and a mobile number is as plain; no other number begins so.
            digits.strip_prefix("86").filter(|rest| is_chinese_mobile(rest))?;
        }
    }
    let is_number = (DIGITS_MIN..=DIGITS_MAX).contains(&digits.len()) && !digits.starts_with('0');
    is_number.then(|| format!("+{digits}"))
}

/// Eleven digits that begin with 13 to 19.
fn is_chinese_mobile(digits: &str) -> bool {
    digits.len() == 11
        && digits.starts_with('1')
        && digits.chars().nth(1).is_some_and(|second| ('3'..='9').contains(&second))
}

/// The digit that a full-width digit stands for.
fn narrow(c: char) -> Option<char> {
    char::from_digit(u32::from(c).checked_sub(0xff10)?, 10)
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn a_number_is_one_however_it_is_written() {
        for text in [
            "13812345678",
            "138 1234 5678",
            "138-1234-5678",
            "+86 138 1234 5678",
            "0086-13812345678",
            "8613812345678",
            "１３８１２３４５６７８",
            "＋86 13812345678",
        ] {
            assert_eq!(e164(text), Some("+8613812345678".to_string()), "{text}");
        }
        assert_eq!(e164("+1 (415) 555-2671"), Some("+14155552671".to_string()));
        assert_eq!(e164("+852 5123 4567"), Some("+85251234567".to_string()));
    }

    #[test]
    fn a_number_whose_country_is_unknown_is_no_id() {
        for text in [
            "",
            "+",
            "0755 1234567",
            "4155552671",
            "12345",
            "+123",
            "+0138123456",
            "138x1234567",
            "86 12812345678",
            "+1234567890123456",
            "11812345678",
            "1+3812345678",
        ] {
            assert_eq!(e164(text), None, "{text}");
        }
    }
}

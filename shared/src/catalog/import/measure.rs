//! Amounts as feeds write them: prices with a currency, measures with a unit.

use alloc::{
    format,
    string::{String, ToString},
};

use serde_json::{Value, json};

use crate::money::{Currency, Minor};

/// How a unit is written, the one it is brought to, and how many of these it is.
const UNITS: [(&str, &str, f64); 36] = [
    ("mah", "mah", 1.0),
    ("毫安时", "mah", 1.0),
    ("wh", "wh", 1.0),
    ("g", "g", 1.0),
    ("克", "g", 1.0),
    ("kg", "g", 1_000.0),
    ("千克", "g", 1_000.0),
    ("公斤", "g", 1_000.0),
    ("oz", "g", 28.349_523),
    ("lb", "g", 453.592_37),
    ("mm", "mm", 1.0),
    ("毫米", "mm", 1.0),
    ("cm", "mm", 10.0),
    ("厘米", "mm", 10.0),
    ("in", "in", 1.0),
    ("inch", "in", 1.0),
    ("\"", "in", 1.0),
    ("英寸", "in", 1.0),
    ("寸", "in", 1.0),
    ("hz", "hz", 1.0),
    ("w", "w", 1.0),
    ("瓦", "w", 1.0),
    ("v", "v", 1.0),
    ("gb", "gb", 1.0),
    ("tb", "gb", 1_024.0),
    ("mp", "mp", 1.0),
    ("万像素", "mp", 0.01),
    ("h", "hours", 1.0),
    ("hours", "hours", 1.0),
    ("小时", "hours", 1.0),
    ("min", "minutes", 1.0),
    ("分钟", "minutes", 1.0),
    ("ml", "ml", 1.0),
    ("毫升", "ml", 1.0),
    ("l", "ml", 1_000.0),
    ("升", "ml", 1_000.0),
];

/// A property as the catalog keeps it: a measure under a name with its unit, a number as a number, else the words.
pub(super) fn attribute(name: &str, text: &str) -> (String, Value) {
    let name: String = name
        .trim()
        .chars()
        .map(|c| if c.is_whitespace() || c == '-' { '_' } else { c })
        .flat_map(char::to_lowercase)
        .collect();
    let text = text.trim();
    if let Some((amount, unit)) = measured(text) {
        let has_unit =
            name == unit || name.strip_suffix(unit).is_some_and(|rest| rest.ends_with('_'));
        let name = if has_unit { name } else { format!("{name}_{unit}") };
        return (name, amount);
    }
    let value = number(text).map_or_else(|| json!(text), whole_or_part);
    (name, value)
}

/// A number with a unit and nothing else.
fn measured(text: &str) -> Option<(Value, &'static str)> {
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ','))?;
    let (amount, unit) = text.split_at_checked(end)?;
    let unit = unit.trim().to_lowercase();
    let (_, name, factor) = UNITS.iter().find(|(written, ..)| *written == unit)?;
    // What is measured has six digits at most that mean something.
    let amount = libm::round(number(amount)? * factor * 1e6) / 1e6;
    Some((whole_or_part(amount), name))
}

/// A whole number without a point.
#[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "bounded before")]
#[expect(clippy::float_cmp, reason = "a whole number is its own floor")]
fn whole_or_part(amount: f64) -> Value {
    let is_whole = libm::floor(amount) == amount && libm::fabs(amount) < 9e15;
    if is_whole { json!(amount as i64) } else { json!(amount) }
}

/// A number with a decimal point and commas between thousands.
fn number(text: &str) -> Option<f64> {
    let plain = text.replace(',', "");
    let is_number = plain.starts_with(|c: char| c.is_ascii_digit() || c == '-');
    is_number.then(|| plain.parse().ok()).flatten().filter(|number: &f64| number.is_finite())
}

/// A price and its currency, `currency` where none is written: `15.00 USD`, `¥2,999`, `1.299,00 €`.
pub(super) fn price(text: &str, currency: Currency) -> Option<(Minor, Currency)> {
    let letters: String = text.chars().filter(char::is_ascii_alphabetic).collect();
    let currency = match letters.as_str() {
        "" if text.contains('€') => Currency::try_from("EUR").ok()?,
        "" if text.contains('£') => Currency::try_from("GBP").ok()?,
        "" => currency,
        code => Currency::try_from(code).ok()?,
    };
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-');
    let is_around =
        |c: char| c.is_whitespace() || c.is_ascii_alphabetic() || "¥￥$€£元".contains(c);
    let digits = text.trim_matches(is_around);
    if !digits.chars().all(is_part) {
        return None;
    }
    // The last of point and comma is the decimal one; a comma alone is, where two digits follow it.
    let is_comma_decimal = match (digits.rfind(','), digits.rfind('.')) {
        (Some(comma), Some(point)) => point < comma,
        (Some(comma), None) => {
            digits.find(',') == Some(comma) && digits.len().saturating_sub(comma) == 3
        }
        (None, _) => false,
    };
    let plain = if is_comma_decimal {
        digits.replace('.', "").replace(',', ".")
    } else {
        digits.to_string()
    };
    Some((Minor::from_major(number(&plain)?, currency)?, currency))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_measure_is_brought_to_one_unit() {
        let read = |name, text| attribute(name, text);
        assert_eq!(read("Battery", "5,000 mAh"), ("battery_mah".into(), json!(5_000)));
        assert_eq!(read("weight", "1.2kg"), ("weight_g".into(), json!(1_200)));
        assert_eq!(read("weight_g", "172 克"), ("weight_g".into(), json!(172)));
        assert_eq!(read("Main camera", "5000万像素"), ("main_camera_mp".into(), json!(50)));
        assert_eq!(read("screen", "6.3\""), ("screen_in".into(), json!(6.3)));
        assert_eq!(read("battery_mah", "4300"), ("battery_mah".into(), json!(4_300)));
        assert_eq!(read("ip_rating", "IP65"), ("ip_rating".into(), json!("IP65")));
        assert_eq!(read("size", "12 of them"), ("size".into(), json!("12 of them")));
    }

    #[test]
    fn a_price_is_read_as_it_is_written_around_the_world() {
        let cny = Currency::CNY;
        let read = |text| {
            price(text, cny).map(|(minor, currency)| (minor.get(), String::from(currency.as_str())))
        };
        let is = |minor: i64, currency: &str| Some((minor, String::from(currency)));
        assert_eq!(read("2999"), is(299_900, "CNY"));
        assert_eq!(read("¥2,999.00"), is(299_900, "CNY"));
        assert_eq!(read("2999元"), is(299_900, "CNY"));
        assert_eq!(read("15.00 USD"), is(1_500, "USD"));
        assert_eq!(read("EUR 1.299,00"), is(129_900, "EUR"));
        assert_eq!(read("9,99 €"), is(999, "EUR"));
        assert_eq!(read("1,299"), is(129_900, "CNY"));
        assert_eq!(read("1500 JPY"), is(1_500, "JPY"));
        for bad in ["", "free", "12 for 3", "1e400", "12.00 dollars", "--1"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}

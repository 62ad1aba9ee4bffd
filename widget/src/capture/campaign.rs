//! The campaign that brought a visitor: the `utm_` parameters of a page's address.

use serde_json::{Map, Value};

/// Segment's `context.campaign` from an address, if it names a campaign.
#[must_use]
pub fn of(url: &str) -> Option<Value> {
    let (_, query) = url.split_once('?')?;
    let query = query.split('#').next().unwrap_or_default();
    let mut found = Map::new();
    for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
        let name = match name {
            "utm_campaign" => "name",
            "utm_source" => "source",
            "utm_medium" => "medium",
            "utm_term" => "term",
            "utm_content" => "content",
            _ => continue,
        };
        found.insert(name.to_owned(), decoded(value).into());
    }
    (!found.is_empty()).then_some(Value::Object(found))
}

/// Undoes percent encoding; bytes that are no UTF-8 become `�`.
fn decoded(value: &str) -> String {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut digits = rest.clone();
                let high = digits.next().and_then(hex);
                let low = digits.next().and_then(hex);
                match high.zip(low) {
                    Some((high, low)) => {
                        rest = digits;
                        high.wrapping_shl(4) | low
                    }
                    None => byte,
                }
            }
            other => other,
        });
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_campaign_is_read_from_the_address() {
        let url = "https://shop.example/p?utm_source=weibo&utm_campaign=%E5%8F%8C11+sale#top";
        let campaign = of(url).expect("a campaign");
        assert_eq!(campaign.to_string(), r#"{"name":"双11 sale","source":"weibo"}"#);
    }

    #[test]
    fn an_address_without_one_names_none() {
        assert_eq!(of("https://shop.example/p?id=1&utm_id=9"), None);
        assert_eq!(of("https://shop.example/p"), None);
    }

    #[test]
    fn a_broken_escape_stays_as_it_is() {
        assert_eq!(decoded("100%"), "100%");
        assert_eq!(decoded("%zz%4"), "%zz%4");
    }
}

//! Ids of a person, how they were learnt, and why two people stay two, in words.

use shared::{
    identity::{claim::Through, held::Learned, register::Why},
    text::Locale,
};

use crate::i18n::{Text, identity};

/// What operators call a kind of id; its system stays as it is: "Order system · youzan".
pub(crate) fn kind(kind: &str, locale: Locale) -> String {
    let (name, system) = kind.split_once(':').unwrap_or((kind, ""));
    let text = match name {
        "user_id" => identity::KIND_USER,
        "wecom_unionid" => identity::KIND_UNION,
        "app" => identity::KIND_APP,
        "miniprogram_openid" => identity::KIND_MINI,
        "wecom_openid" => identity::KIND_OPEN,
        "wecom_external_userid" => identity::KIND_STAFF,
        "order_system" => identity::KIND_ORDERS,
        "phone" => identity::KIND_PHONE,
        "email" => identity::KIND_EMAIL,
        _ => return kind.to_owned(),
    };
    let name = text.say(locale);
    if system.is_empty() { name.to_owned() } else { [name, " · ", system].concat() }
}

/// How an id was learnt.
pub(crate) fn learned(learned: &Learned, locale: Locale) -> String {
    match learned {
        Learned::Claimed { through } => claimed(*through).say(locale).to_owned(),
        Learned::Named => identity::LEARNED_NAMED.say(locale).to_owned(),
        Learned::Hash { key } => identity::LEARNED_HASH.fill(locale, &[("key", key.as_str())]),
        Learned::Token { key } => identity::LEARNED_TOKEN.fill(locale, &[("key", key.as_str())]),
    }
}

const fn claimed(through: Through) -> Text {
    match through {
        Through::UserId => identity::CLAIMED_USER,
        Through::Traits | Through::ContextTraits => identity::CLAIMED_TRAITS,
        Through::ExternalIds => identity::CLAIMED_EXTERNAL,
    }
}

/// Why two people stay two.
pub(crate) const fn why(why: Why) -> Text {
    match why {
        Why::RivalIds => identity::WHY_RIVAL,
        Why::TakenApart => identity::WHY_APART,
        Why::TooMany => identity::WHY_MANY,
    }
}

#[cfg(test)]
mod tests {
    use shared::identity::external::IdKind;

    use super::*;

    #[test]
    fn every_kind_of_id_has_a_name() {
        for known in IdKind::ALL {
            assert_ne!(kind(known.as_str(), Locale::En), known.as_str());
        }
        assert_eq!(kind("order_system:youzan", Locale::En), "Order system · youzan");
        assert_eq!(kind("of_later", Locale::En), "of_later");
    }
}

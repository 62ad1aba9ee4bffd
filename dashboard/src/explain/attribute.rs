//! The attributes that conditions can ask for, by the names operators know them by.
//!
//! Properties of the event (`event.properties.…`) and traits of the merchant's (`traits.…`) are
//! open lists; everything else is here.

use shared::text::Locale;

use crate::i18n::{Text, facts};

/// What an attribute holds; the builder offers operators and fields by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Money in major units.
    Amount,
    /// A number.
    Number,
    /// Yes or no.
    YesNo,
    /// A text.
    Words,
    /// The words of an intent.
    Intents,
    /// Names of segments.
    Segments,
    /// A set of the merchant's own words.
    Set,
}

/// One attribute.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Attribute {
    /// Its name in conditions.
    pub(crate) path: &'static str,
    /// What operators call it.
    pub(crate) name: Text,
    /// What it holds.
    pub(crate) kind: Kind,
}

const fn attribute(path: &'static str, name: Text, kind: Kind) -> Attribute {
    Attribute { path, name, kind }
}

/// Every attribute with a name of its own, the most used first.
pub(crate) const KNOWN: [Attribute; 62] = [
    attribute("intent", facts::INTENT, Kind::Intents),
    attribute("segment", facts::SEGMENT, Kind::Segments),
    attribute("cart_abandoned", facts::CART_ABANDONED, Kind::YesNo),
    attribute("cart_value", facts::CART_VALUE, Kind::Amount),
    attribute("cart_items", facts::CART_ITEMS, Kind::Number),
    attribute("hesitation", facts::HESITATION, Kind::Number),
    attribute("visits", facts::VISITS, Kind::Number),
    attribute("last_active_days", facts::LAST_ACTIVE_DAYS, Kind::Number),
    attribute("orders", facts::ORDERS, Kind::Number),
    attribute("spend", facts::SPEND, Kind::Amount),
    attribute("average_order", facts::AVERAGE_ORDER, Kind::Amount),
    attribute("last_order_days", facts::LAST_ORDER_DAYS, Kind::Number),
    attribute("high_value", facts::HIGH_VALUE, Kind::YesNo),
    attribute("identified", facts::IDENTIFIED, Kind::YesNo),
    attribute("consented", facts::CONSENTED, Kind::YesNo),
    attribute("intent_label", facts::INTENT_LABEL, Kind::Words),
    attribute("message.about", facts::MESSAGE_ABOUT, Kind::Set),
    attribute("focus.product_id", facts::FOCUS_PRODUCT, Kind::Words),
    attribute("focus.category", facts::FOCUS_CATEGORY, Kind::Words),
    attribute("focus.brand", facts::FOCUS_BRAND, Kind::Words),
    attribute("focus.price", facts::FOCUS_PRICE, Kind::Amount),
    attribute("focus.views", facts::FOCUS_VIEWS, Kind::Number),
    attribute("compared", facts::COMPARED, Kind::Number),
    attribute("top_category", facts::TOP_CATEGORY, Kind::Words),
    attribute("top_brand", facts::TOP_BRAND, Kind::Words),
    attribute("price_band", facts::PRICE_BAND, Kind::Words),
    attribute("page_views", facts::PAGE_VIEWS, Kind::Number),
    attribute("page.title", facts::PAGE_TITLE, Kind::Words),
    attribute("page.path", facts::PAGE_PATH, Kind::Words),
    attribute("page.url", facts::PAGE_URL, Kind::Words),
    attribute("campaign.source", facts::CAMPAIGN_SOURCE, Kind::Words),
    attribute("campaign.name", facts::CAMPAIGN_NAME, Kind::Words),
    attribute("event.name", facts::EVENT_NAME, Kind::Words),
    attribute("locale", facts::LOCALE, Kind::Words),
    attribute("profile.lifecycle_stage", facts::PORTRAIT_STAGE, Kind::Words),
    attribute("profile.stage_days", facts::PORTRAIT_STAGE_DAYS, Kind::Number),
    attribute("profile.first_seen_days", facts::PORTRAIT_FIRST_SEEN, Kind::Number),
    attribute("profile.purchasing_power", facts::PORTRAIT_POWER, Kind::Words),
    attribute("profile.order_value", facts::PORTRAIT_ORDER_VALUE, Kind::Amount),
    attribute("profile.rfm_class", facts::PORTRAIT_RFM_CLASS, Kind::Words),
    attribute("profile.rfm", facts::PORTRAIT_RFM, Kind::Words),
    attribute("profile.recency", facts::PORTRAIT_RECENCY, Kind::Number),
    attribute("profile.frequency", facts::PORTRAIT_FREQUENCY, Kind::Number),
    attribute("profile.monetary", facts::PORTRAIT_MONETARY, Kind::Number),
    attribute("profile.category", facts::PORTRAIT_CATEGORY, Kind::Words),
    attribute("profile.category_share", facts::PORTRAIT_CATEGORY_SHARE, Kind::Number),
    attribute("profile.brand", facts::PORTRAIT_BRAND, Kind::Words),
    attribute("profile.brand_share", facts::PORTRAIT_BRAND_SHARE, Kind::Number),
    attribute("profile.price_band", facts::PORTRAIT_BAND, Kind::Words),
    attribute("profile.price_band_share", facts::PORTRAIT_BAND_SHARE, Kind::Number),
    attribute("profile.hesitation", facts::PORTRAIT_HESITATION, Kind::Number),
    attribute("profile.satisfaction", facts::PORTRAIT_SATISFACTION, Kind::Number),
    attribute("profile.best_channel", facts::PORTRAIT_BEST_CHANNEL, Kind::Words),
    attribute("profile.best_hour", facts::PORTRAIT_BEST_HOUR, Kind::Number),
    attribute("profile.churn_risk", facts::PORTRAIT_CHURN_RISK, Kind::Number),
    attribute("profile.alive", facts::PORTRAIT_ALIVE, Kind::Number),
    attribute("profile.expected_orders", facts::PORTRAIT_EXPECTED_ORDERS, Kind::Number),
    attribute("profile.lifetime_value", facts::PORTRAIT_LIFETIME_VALUE, Kind::Amount),
    attribute("profile.next_order_days", facts::PORTRAIT_NEXT_ORDER_DAYS, Kind::Number),
    attribute("profile.replenishment_days", facts::PORTRAIT_REPLENISHMENT_DAYS, Kind::Number),
    attribute("profile.replenishment_product", facts::PORTRAIT_REPLENISHMENT_PRODUCT, Kind::Words),
    attribute("profile.birthday_days", facts::PORTRAIT_BIRTHDAY_DAYS, Kind::Number),
];

/// Where the attributes of the portrait begin, in the list.
pub(crate) const PORTRAIT: &str = "profile.";

/// The attribute of that name, if it is one of ours.
pub(crate) fn known(path: &str) -> Option<&'static Attribute> {
    KNOWN.iter().find(|attribute| attribute.path == path)
}

/// What an attribute holds; one we do not know is taken for a text.
pub(crate) fn kind(path: &str) -> Kind {
    known(path).map_or(Kind::Words, |attribute| attribute.kind)
}

/// What operators call an attribute; one we do not know is called by its path.
pub(crate) fn name(path: &str, locale: Locale) -> String {
    if let Some(attribute) = known(path) {
        return attribute.name.say(locale).to_owned();
    }
    for (prefix, text) in [("event.properties.", facts::EVENT_PROPERTY), ("traits.", facts::TRAIT)]
    {
        if let Some(rest) = path.strip_prefix(prefix) {
            return text.fill(locale, &[("name", rest)]);
        }
    }
    path.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attribute_of_the_merchants_is_called_by_its_own_name() {
        assert_eq!(name("traits.plan", Locale::En), "Trait plan");
        assert_eq!(name("cart_value", Locale::ZhCn), "购物车金额");
        assert_eq!(name("somewhere.else", Locale::En), "somewhere.else");
    }

    #[test]
    fn every_attribute_of_the_core_has_a_name_and_the_right_kind_of_field() {
        use shared::attributes::{self, NAMES};
        for (path, holds) in NAMES {
            assert_ne!(name(path, Locale::En), *path, "{path} has no name");
            let here = kind(path);
            let fits = match holds {
                attributes::Kind::Number => matches!(here, Kind::Amount | Kind::Number),
                attributes::Kind::Flag => here == Kind::YesNo,
                attributes::Kind::Text => here == Kind::Words,
                attributes::Kind::Set => {
                    matches!(here, Kind::Intents | Kind::Segments | Kind::Set)
                }
            };
            assert!(fits, "{path} is {holds:?} in the core and {here:?} here");
        }
    }

    #[test]
    fn no_attribute_is_listed_twice() {
        let mut paths: Vec<&str> = KNOWN.iter().map(|attribute| attribute.path).collect();
        paths.sort_unstable();
        paths.dedup();
        assert_eq!(paths.len(), KNOWN.len());
    }
}

//! What starts a decision, in words.

use shared::text::Locale;

use crate::i18n::{Text, facts};

/// Triggers with a name of their own, the most useful for rules first.
pub(crate) const KNOWN: [(&str, Text); 52] = [
    ("message", facts::TRIGGER_MESSAGE),
    ("page", facts::TRIGGER_PAGE),
    ("cart_lingered", facts::TRIGGER_CART_LINGERED),
    ("Product Viewed", facts::TRIGGER_PRODUCT_VIEWED),
    ("Product Added", facts::TRIGGER_PRODUCT_ADDED),
    ("Cart Viewed", facts::TRIGGER_CART_VIEWED),
    ("Checkout Started", facts::TRIGGER_CHECKOUT),
    ("Order Completed", facts::TRIGGER_ORDER),
    ("birthday", facts::TRIGGER_BIRTHDAY),
    ("replenishment_due", facts::TRIGGER_REPLENISHMENT),
    ("lifecycle_stage_changed", facts::TRIGGER_STAGE_CHANGED),
    ("Products Searched", facts::TRIGGER_SEARCHED),
    ("Product List Viewed", facts::TRIGGER_LIST),
    ("Product Clicked", facts::TRIGGER_PRODUCT_CLICKED),
    ("Product Removed", facts::TRIGGER_PRODUCT_REMOVED),
    ("Coupon Entered", facts::TRIGGER_COUPON_ENTERED),
    ("Coupon Applied", facts::TRIGGER_COUPON_APPLIED),
    ("Coupon Denied", facts::TRIGGER_COUPON_DENIED),
    ("Product Added to Wishlist", facts::TRIGGER_WISHLIST),
    ("Order Refunded", facts::TRIGGER_REFUND),
    ("Order Cancelled", facts::TRIGGER_CANCEL),
    ("Offer Viewed", facts::TRIGGER_OFFER_VIEWED),
    ("Offer Clicked", facts::TRIGGER_OFFER_CLICKED),
    ("Offer Dismissed", facts::TRIGGER_OFFER_DISMISSED),
    ("identify", facts::TRIGGER_IDENTIFY),
    ("Product List Filtered", facts::TRIGGER_LIST_FILTERED),
    ("Promotion Viewed", facts::TRIGGER_PROMOTION_VIEWED),
    ("Promotion Clicked", facts::TRIGGER_PROMOTION_CLICKED),
    ("Checkout Step Viewed", facts::TRIGGER_STEP_VIEWED),
    ("Checkout Step Completed", facts::TRIGGER_STEP_COMPLETED),
    ("Payment Info Entered", facts::TRIGGER_PAYMENT),
    ("Order Updated", facts::TRIGGER_ORDER_UPDATED),
    ("Coupon Removed", facts::TRIGGER_COUPON_REMOVED),
    ("Product Removed from Wishlist", facts::TRIGGER_WISHLIST_REMOVED),
    ("Wishlist Product Added to Cart", facts::TRIGGER_WISHLIST_TO_CART),
    ("Product Shared", facts::TRIGGER_PRODUCT_SHARED),
    ("Cart Shared", facts::TRIGGER_CART_SHARED),
    ("Product Reviewed", facts::TRIGGER_REVIEWED),
    ("Page Left", facts::TRIGGER_PAGE_LEFT),
    ("Price Rechecked", facts::TRIGGER_PRICE_RECHECKED),
    ("Cart Lingered", facts::TRIGGER_CART_LINGERED),
    ("Birthday Reached", facts::TRIGGER_BIRTHDAY),
    ("Replenishment Due", facts::TRIGGER_REPLENISHMENT),
    ("Product Compared", facts::TRIGGER_COMPARED),
    ("Segment Entered", facts::TRIGGER_SEGMENT_ENTERED),
    ("Segment Exited", facts::TRIGGER_SEGMENT_EXITED),
    ("Email Link Clicked", facts::TRIGGER_EMAIL_CLICKED),
    ("Push Notification Tapped", facts::TRIGGER_PUSH_TAPPED),
    ("SMS Link Clicked", facts::TRIGGER_SMS_CLICKED),
    ("Policy Read", facts::TRIGGER_POLICY_READ),
    ("Coupon Hunted", facts::TRIGGER_COUPON_HUNTED),
    ("Segment Consent Preference Updated", facts::TRIGGER_CONSENT),
];

/// How many of [`KNOWN`] the editor offers as choices; the others are typed.
pub(crate) const OFFERED: usize = 11;

/// A trigger in words; an event of the merchant's own stays as it is.
pub(crate) fn name(trigger: &str, locale: Locale) -> String {
    KNOWN
        .iter()
        .find(|(known, _)| *known == trigger)
        .map_or_else(|| trigger.to_owned(), |(_, text)| text.say(locale).to_owned())
}

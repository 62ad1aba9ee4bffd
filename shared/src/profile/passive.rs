//! What happens to a person without their doing.
//!
//! A provider that reports an e-mail as delivered, or a warehouse a parcel as sent, says nothing
//! about whether the person was here. Such events count where they are counted, but begin no
//! visit and keep nobody active.

/// Whether an event of this name is not the person's own doing.
#[must_use]
pub fn is_passive(name: &str) -> bool {
    matches!(
        name,
        "Email Delivered"
            | "Email Bounced"
            | "Email Marked as Spam"
            | "Push Notification Received"
            | "Push Notification Bounced"
            | "SMS Delivered"
            | "SMS Failed"
            | "WeCom Message Delivered"
            | "Order Updated"
            | "Order Fulfilled"
            | "Order Shipped"
            | "Order Delivered"
            | "Order Refunded"
            | "Order Cancelled"
            | "Segment Entered"
            | "Segment Exited"
    )
}

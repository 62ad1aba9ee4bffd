//! What operators call a way to reach people, and a day of the week.

use shared::{channel::Channel, zone::Weekday};

use crate::i18n::{Text, facts};

/// The name of a channel.
pub(crate) const fn name(channel: Channel) -> Text {
    match channel {
        Channel::Widget => facts::CHANNEL_WIDGET,
        Channel::Email => facts::CHANNEL_EMAIL,
        Channel::Sms => facts::CHANNEL_SMS,
        Channel::Push => facts::CHANNEL_PUSH,
        Channel::Wecom => facts::CHANNEL_WECOM,
    }
}

/// The name of a day, short.
pub(crate) const fn day(day: Weekday) -> Text {
    match day {
        Weekday::Monday => facts::MONDAY,
        Weekday::Tuesday => facts::TUESDAY,
        Weekday::Wednesday => facts::WEDNESDAY,
        Weekday::Thursday => facts::THURSDAY,
        Weekday::Friday => facts::FRIDAY,
        Weekday::Saturday => facts::SATURDAY,
        Weekday::Sunday => facts::SUNDAY,
    }
}

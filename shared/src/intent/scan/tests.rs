//! What is found in a message, and what only looks like it.

use alloc::{
    string::{String, ToString},
    vec::Vec,
};

use proptest::prelude::*;

use super::*;

/// What is found in `text`, as (kind, words).
fn found(text: &str) -> Vec<(EntityType, String)> {
    let words =
        |start, end| text.get(start..end).expect("spans end between characters").to_string();
    find(text).into_iter().map(|f| (f.kind, words(f.start, f.end))).collect()
}

fn one(text: &str) -> (EntityType, String) {
    let all = found(text);
    assert_eq!(all.len(), 1, "{text}: {all:?}");
    all[0].clone()
}

#[test]
fn telephones_are_found_however_they_are_grouped() {
    for (text, words) in [
        ("我的电话13812345678谢谢", "13812345678"),
        ("打138-1234-5678", "138-1234-5678"),
        ("138 1234 5678", "138 1234 5678"),
        ("＋86 13812345678", "＋86 13812345678"),
        ("8613812345678", "8613812345678"),
        ("座机010-62345678", "010-62345678"),
        ("call (415) 555-0132", "(415) 555-0132"),
        ("or 415-555-0132 now", "415-555-0132"),
        ("+44 20 7946 0958", "+44 20 7946 0958"),
        ("１３８１２３４５６７８", "１３８１２３４５６７８"),
    ] {
        assert_eq!(one(text), (EntityType::Phone, words.to_string()));
    }
}

#[test]
fn an_identity_card_needs_its_check_digit_and_a_card_its_luhn_digit() {
    assert_eq!(one("11010519491231002X").0, EntityType::IdCard);
    assert_eq!(one("110105194912310021").0, EntityType::OrderNo);
    assert_eq!(one("卡4111 1111 1111 1111").0, EntityType::BankCard);
    assert_eq!(one("4111111111111111").0, EntityType::BankCard);
    assert_eq!(one("4111111111111112").0, EntityType::OrderNo);
}

#[test]
fn a_long_number_is_an_order_and_a_short_one_needs_its_name() {
    assert_eq!(one("81022292146到哪了"), (EntityType::OrderNo, "81022292146".to_string()));
    assert_eq!(one("订单号:4821"), (EntityType::OrderNo, "4821".to_string()));
    assert_eq!(one("where is order #48213"), (EntityType::OrderNo, "48213".to_string()));
    assert_eq!(one("cancel purchase 00123842"), (EntityType::OrderNo, "00123842".to_string()));
    assert_eq!(one("订单应付2647"), (EntityType::Price, "2647".to_string()));
    assert_eq!(one("要4821个"), (EntityType::Quantity, "4821个".to_string()));
}

#[test]
fn money_is_a_number_with_a_currency() {
    for (text, words) in [
        ("才¥1,299啊", "¥1,299"),
        ("便宜50块钱吧", "50块钱"),
        ("12.5元", "12.5元"),
        ("is it $300 now", "$300"),
        ("it was 25 dollars", "25 dollars"),
        ("两百块行吗", "两百块"),
    ] {
        assert_eq!(one(text), (EntityType::Price, words.to_string()));
    }
    assert_eq!(found("一块表"), [(EntityType::Price, "一块".to_string())]);
    // Without a currency where the words before it or two decimals say that it is money.
    for (text, words) in [
        ("订单金额:248.90", "248.90"),
        ("昨天买是1299，今天降了", "1299"),
        ("差价是2985", "2985"),
        ("实付 213", "213"),
    ] {
        assert!(
            found(text).contains(&(EntityType::Price, words.to_string())),
            "{text}: {:?}",
            found(text)
        );
    }
    assert_eq!(found("版本2.10"), []);
    assert_eq!(found("屏幕6.78英寸"), []);
    assert_eq!(found("退2次了"), []);
}

#[test]
fn days_and_times_are_found_absolute_and_relative() {
    for (text, words) in [
        ("2018-10-22买的", "2018-10-22"),
        ("2026年1月3日", "2026年1月3日"),
        ("11月22号发货", "11月22号"),
        ("15号能到吗", "15号"),
        ("下周三要用", "下周三"),
        ("昨天下的单", "昨天"),
        ("ship it next monday", "next monday"),
        ("by Friday", "Friday"),
    ] {
        assert_eq!(one(text), (EntityType::Date, words.to_string()));
    }
    for (text, words) in [
        ("超过16:07", "16:07"),
        ("下午3点半送", "下午3点半"),
        ("晚上21:35到", "21:35"),
        ("at 5pm", "5pm"),
    ] {
        assert_eq!(one(text), (EntityType::Time, words.to_string()));
    }
}

#[test]
fn addresses_and_codes_end_where_the_sentence_goes_on() {
    assert_eq!(
        one("发到a.b+c@mail.example.com。"),
        (EntityType::Email, "a.b+c@mail.example.com".to_string())
    );
    assert_eq!(one("mail me at x@y.io."), (EntityType::Email, "x@y.io".to_string()));
    assert_eq!(found("a@b"), []);
    assert_eq!(one("优惠码SAVE10用不了"), (EntityType::CouponCode, "SAVE10".to_string()));
    assert_eq!(
        one("my promo code is WINTER-24"),
        (EntityType::CouponCode, "WINTER-24".to_string())
    );
    assert_eq!(found("my code does not work"), []);
}

#[test]
fn a_reading_counts_characters_and_hides_what_is_sensitive() {
    let entities = entities("电话13812345678");
    let expected = Entity {
        kind: EntityType::Phone,
        text: "138****5678".to_string(),
        start: 2,
        end: 13,
        start_byte: 6,
        end_byte: 17,
        product: None,
    };
    assert_eq!(entities, [expected]);
}

#[test]
fn an_address_goes_down_to_the_house_and_is_none_without_one() {
    for (text, words) in [
        ("寄到北京市朝阳区建国路88号3栋502室", "北京市朝阳区建国路88号3栋502室"),
        ("地址：浙江省杭州市西湖区文一西路969号，谢谢", "浙江省杭州市西湖区文一西路969号"),
        ("我住解放路12弄5号", "解放路12弄5号"),
        ("改成上海浦东新区张杨路500号", "上海浦东新区张杨路500号"),
        ("ship it to 221 Baker Street please", "221 Baker Street"),
        ("1600 amphitheatre pkwy", "1600 amphitheatre pkwy"),
    ] {
        assert_eq!(one(text), (EntityType::Address, words.to_string()), "{text}");
    }
    assert_eq!(found("北京市能送到吗"), []);
    assert_eq!(found("在路上了吗"), []);
    assert_eq!(found("open 3 days on our street"), []);
}

#[test]
fn a_range_is_two_amounts_or_one_with_a_bound() {
    for (text, words) in [
        ("1000-2000元的有吗", "1000-2000元"),
        ("想要500到800块的", "500到800块"),
        ("3000以内的手机", "3000以内"),
        ("2000元左右", "2000元左右"),
        ("两千以下有吗", "两千以下"),
        ("something under $300", "under $300"),
        ("between $100 and $200", "between $100 and $200"),
        ("$100-$200 range", "$100-$200"),
    ] {
        assert_eq!(one(text), (EntityType::PriceRange, words.to_string()), "{text}");
    }
    // A distance or a share is no price.
    assert_eq!(found("3公里以内"), []);
    assert_eq!(found("2天以内"), []);
}

#[test]
fn how_many_in_which_size_and_colour() {
    for (text, kind, words) in [
        ("我要三件", EntityType::Quantity, "三件"),
        ("买2盒", EntityType::Quantity, "2盒"),
        ("来一箱吧", EntityType::Quantity, "一箱"),
        ("i need 5 pieces", EntityType::Quantity, "5 pieces"),
        ("x3 please", EntityType::Quantity, "x3"),
        ("有XL的吗", EntityType::Size, "XL"),
        ("42码偏小吗", EntityType::Size, "42码"),
        ("M码有吗", EntityType::Size, "M码"),
        ("do you have size 10", EntityType::Size, "size 10"),
        ("uk 8 in stock?", EntityType::Size, "uk 8"),
        ("换大一号", EntityType::Size, "大一号"),
        ("均码能穿吗", EntityType::Size, "均码"),
        ("有黑色吗", EntityType::Colour, "黑色"),
        ("dark blue one", EntityType::Colour, "dark blue"),
        ("粉红的", EntityType::Colour, "粉红"),
    ] {
        assert_eq!(one(text), (kind, words.to_string()), "{text}");
    }
    for text in [
        "一个问题",
        "等了三个月",
        "我两个人用",
        "i read it",
        "redo it",
        "it's xlarge-ish",
        "白天在家",
    ] {
        assert_eq!(found(text), [], "{text}");
    }
}

#[test]
fn ten_thousand_characters_are_read_in_one_pass() {
    for piece in ["北京市", "138", "1,234.", "路1", "¥", "a@", "between $1 and ", "三", "x"] {
        let text: String = piece.chars().cycle().take(10_000).collect();
        assert!(entities(&text).len() <= ENTITIES_MAX);
    }
}

proptest! {
    #[test]
    fn spans_are_in_order_and_lie_on_characters(text in "(\\PC|[0-9@¥元点:. +()-]){0,120}") {
        let mut end = 0;
        for f in find(&text) {
            prop_assert!(end <= f.start && f.start < f.end);
            prop_assert!(text.get(f.start..f.end).is_some());
            end = f.end;
        }
        prop_assert!(entities(&text).len() <= ENTITIES_MAX);
    }
}

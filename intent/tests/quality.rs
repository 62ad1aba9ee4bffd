//! The shipped model understands what the product is shown with, and real customers better than a word list does.
#![cfg(feature = "runtime-rten")]
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::arithmetic_side_effects,
    reason = "a test stops where the world is not as it must be, and says what it did not find"
)]

use std::{path::PathBuf, time::Duration};

use intent::{Model, keywords};
use shared::intent::{EntityType, Flag, IntentReading, Label, Language, Source};

#[path = "../examples/eval/measure.rs"]
#[expect(dead_code, reason = "the example prints more than this test asks")]
mod measure;

const ONNX: &[u8] = include_bytes!("../../model/dist/intent.onnx");
const VOCABULARY: &[u8] = include_bytes!("../../model/dist/vocab.txt");
const MANIFEST: &[u8] = include_bytes!("../../model/dist/manifest.json");

fn model() -> Model {
    Model::load(ONNX, VOCABULARY, MANIFEST).unwrap()
}

#[test]
fn the_demo_scenes_are_understood() {
    let model = model();
    for (text, label) in [
        ("这款手机续航怎么样?", Label::PreSalesProduct),
        ("太贵了,有没有优惠", Label::MarketingDiscount),
        ("这个多少钱", Label::PreSalesPrice),
        ("我要退货", Label::AfterSalesReturnExchange),
        ("耳机充不进电了，能保修吗", Label::AfterSalesFaultRepair),
        ("双十一有活动吗", Label::MarketingCampaign),
        ("你们这是什么服务态度，我要投诉", Label::ComplaintService),
        ("质量太差了，用两次就坏", Label::ComplaintProductDefect),
        ("什么时候发货", Label::OrderShipping),
        ("转人工", Label::HumanAgent),
        ("谢谢", Label::Chitchat),
        ("忘记密码了怎么办", Label::AccountPrivacy),
        ("可以开发票吗", Label::OtherService),
        ("明天北京天气怎么样", Label::OutOfScope),
        ("It's too expensive, any discount?", Label::MarketingDiscount),
        ("where is my order", Label::OrderShipping),
        ("I want to talk to a human", Label::HumanAgent),
    ] {
        let reading = model.read(text);
        assert_eq!((reading.label, reading.is_rejected()), (label, false), "{text}: {reading:?}");
    }
}

#[test]
fn a_price_objection_carries_its_flag_its_words_and_its_reader() {
    let reading = model().read("太贵了，预算500元，有没有优惠，打13812345678");
    assert_eq!(
        (reading.label, reading.lang, reading.source),
        (Label::MarketingDiscount, Language::Zh, Source::Model)
    );
    assert!(reading.flags.contains(&Flag::PriceSensitive));
    assert!(reading.attributes().contains("price_sensitive"));
    let entities: Vec<_> =
        reading.entities.iter().map(|entity| (entity.kind, entity.text.as_str())).collect();
    assert_eq!(entities, [(EntityType::Price, "500元"), (EntityType::Phone, "138****5678")]);
}

#[test]
fn nothing_and_noise_are_rejected() {
    let model = model();
    for text in ["", "   ", "\u{200b}"] {
        assert!(model.read(text).is_rejected(), "{text:?}");
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the bound is on time")]
fn ten_thousand_characters_are_read_in_bounded_time() {
    let model = model();
    let long = "这个东西坏了怎么退 refund 13812345678 ".repeat(400);
    assert!(long.chars().count() >= 10_000);
    let began = std::time::Instant::now();
    let reading = model.read(&long);
    assert!(!reading.entities.is_empty());
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
}

#[test]
fn real_customers_are_understood_better_than_by_a_word_list() {
    let folder = std::env::var("PROFFER_DATA")
        .map_or_else(|_| PathBuf::from("../../shared/data"), PathBuf::from);
    let Ok(rows) = measure::read_rows(&folder.join("valid.jsonl")) else {
        println!("skipped: no valid.jsonl under PROFFER_DATA ({})", folder.display());
        return;
    };
    let real: Vec<_> = rows.into_iter().filter(|row| row.origin == "real_customer").collect();
    let model = model();
    let score = |read: &dyn Fn(&str) -> IntentReading| {
        let pairs: Vec<_> = real.iter().map(|row| (row.label, read(&row.text).label)).collect();
        measure::macro_f1(&pairs, measure::top_class)
    };
    let (ours, words) = (score(&|text| model.read(text)), score(&keywords::read));
    println!(
        "{} real customers: model {ours:.3}, word list {words:.3} (top-level macro-F1)",
        real.len()
    );
    assert!(ours > words, "model {ours}, word list {words}");
}

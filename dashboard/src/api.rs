//! What is asked of the edge: one function a request, by the table of `shared::wire::admin`.

pub(crate) mod failure;
pub(crate) mod json;
pub(crate) mod live;
mod read;
pub(crate) mod remote;
mod request;
mod write;

use serde_json::Value;
use shared::{
    catalog::Product,
    dry_run::DryRun,
    experiment::Holdouts,
    identity::merge::MergeId,
    offer::Offer,
    ranking::Band,
    release::Choice,
    report::{Overview, experiment::ExperimentResults},
    rule::Rule,
    segment::Segment,
    stock::Totals,
    text::Locale,
    wire::{
        admin::{
            Conduct, Reply, SegmentPreview, Segments, Session, Setup, SignIn, VersionDiff,
            Versions, VisitorDetail, Visitors,
        },
        catalog::ImportAnswer,
        identity::PersonIdentity,
        inbox::{CannedReply, Colleague, Conversation, Inbox, InboxStep},
        knowledge::{ArticleDetail, Articles, Found, PutArticle, Unanswered},
        model::ModelPage,
    },
};

use self::request::{Method, ask, send, send_text};
pub(crate) use self::{
    failure::Failure,
    read::{Explanation, InboxHeard, Published},
    remote::{Remote, Stage, remote},
    request::Answer,
    write::{class as class_name, weekly as weekly_hours},
};
use crate::state::{route::encode, segments};

/// How many people the list of visitors asks for.
const VISITORS_ASKED: u16 = 100;

/// How many versions the list of versions asks for.
const VERSIONS_ASKED: &str = "100";

/// Whether the first operator has to be made.
pub(crate) fn setup_needed() -> Answer<bool> {
    ask("setup".to_owned(), read::setup_needed)
}

/// Makes the first operator, who is then signed in.
pub(crate) fn set_up(setup: &Setup) -> Answer<Session> {
    send(Method::Post, "setup".to_owned(), &write::setup(setup), read::session)
}

/// Signs an operator in.
pub(crate) fn sign_in(sign_in: &SignIn) -> Answer<Session> {
    send(Method::Post, "sign-in".to_owned(), &write::sign_in(sign_in), read::session)
}

/// Signs the operator out.
pub(crate) fn sign_out() -> Answer<()> {
    send(Method::Post, "sign-out".to_owned(), &json::object([]), |_nothing| Some(()))
}

/// Who is signed in.
pub(crate) fn session() -> Answer<Session> {
    ask("session".to_owned(), read::session)
}

/// The figures of the last `days` days.
pub(crate) fn overview(days: u16) -> Answer<Overview> {
    ask(["overview?days=", &days.to_string()].concat(), read::overview)
}

/// Who was here lately.
pub(crate) fn visitors() -> Answer<Visitors> {
    ask(["visitors?limit=", &VISITORS_ASKED.to_string()].concat(), read::visitors)
}

/// One person in full.
pub(crate) fn visitor(profile: &str) -> Answer<VisitorDetail> {
    ask(["visitors/", &encode(profile)].concat(), read::visitor)
}

/// The people who have exactly this id: ours, the shop's, an address of mail, a telephone.
pub(crate) fn find_visitors(id: &str) -> Answer<Visitors> {
    ask(["visitors?find=", &encode(id)].concat(), read::visitors)
}

/// Who somebody is, and how we know.
pub(crate) fn identity(profile: &str) -> Answer<PersonIdentity> {
    ask(["people/", &encode(profile), "/identity"].concat(), read::derived)
}

/// Takes two people apart again who were merged.
pub(crate) fn unmerge(profile: &str, merge: MergeId) -> Answer<PersonIdentity> {
    let path = ["people/", &encode(profile), "/unmerge"].concat();
    let body = json::object([("merge", merge.get().into())]);
    send(Method::Post, path, &body, read::derived)
}

/// Says something to a person, as a human of the shop; under one id it is said once.
///
/// Where a colleague has the conversation it is refused with the code `assigned`, unless `take_over`.
pub(crate) fn reply(profile: &str, reply: &Reply) -> Answer<()> {
    let path = ["visitors/", &encode(profile), "/messages"].concat();
    let body = json::object([
        ("id", reply.id.to_string().into()),
        ("text", reply.text.as_str().into()),
        ("take_over", reply.take_over.into()),
    ]);
    send(Method::Post, path, &body, |_message| Some(()))
}

/// Hands a conversation back, puts it aside or ends it.
pub(crate) fn conduct(profile: &str, conduct: Conduct) -> Answer<()> {
    let path = ["visitors/", &encode(profile), "/conversation"].concat();
    send(Method::Post, path, &write::conduct(conduct), |_status| Some(()))
}

/// What the shop sells.
pub(crate) fn catalog() -> Answer<Vec<Product>> {
    ask("catalog".to_owned(), read::derived)
}

/// A file of products, and how it is to be read.
#[derive(Debug, Clone, Default)]
pub(crate) struct Feed {
    /// What is in it.
    pub(crate) text: String,
    /// Its form; empty where the edge is to see for itself.
    pub(crate) format: String,
    /// The language of words without one.
    pub(crate) locale: String,
    /// The currency of prices without one.
    pub(crate) currency: String,
    /// What becomes of products that it does not name.
    pub(crate) mode: String,
    /// Only say what would become of the catalog.
    pub(crate) dry_run: bool,
}

/// Takes a file of products in, or says what would become of the catalog.
pub(crate) fn import_catalog(feed: &Feed) -> Answer<ImportAnswer> {
    let Feed { text, format, locale, currency, mode, dry_run } = feed;
    let mut path = ["catalog/import?dry_run=", &dry_run.to_string()].concat();
    let given = [("format", format), ("locale", locale), ("currency", currency), ("mode", mode)];
    for (name, value) in given.into_iter().filter(|(_, value)| !value.is_empty()) {
        path.extend(["&", name, "=", &encode(value)]);
    }
    send_text(path, text, read::derived)
}

/// Everybody who may sign in.
pub(crate) fn operators() -> Answer<Vec<Colleague>> {
    ask("operators".to_owned(), read::colleagues)
}

/// Takes somebody in as an operator.
pub(crate) fn add_operator(email: &str, name: &str, password: &str) -> Answer<Vec<Colleague>> {
    let body = json::object([
        ("email", email.into()),
        ("name", name.into()),
        ("password", password.into()),
    ]);
    send(Method::Post, "operators".to_owned(), &body, read::colleagues)
}

/// The conversations, and everything beside them.
pub(crate) fn inbox() -> Answer<Inbox> {
    ask("inbox".to_owned(), read::inbox)
}

/// Does something with a conversation that the person never sees.
pub(crate) fn inbox_step(profile: &str, step: &InboxStep) -> Answer<Conversation> {
    let path = ["inbox/", &encode(profile)].concat();
    send(Method::Post, path, &write::inbox_step(step), read::conversation)
}

/// Keeps a canned reply, new or changed.
pub(crate) fn put_canned_reply(id: &str, text: &str) -> Answer<Vec<CannedReply>> {
    let body = json::object([("text", text.into())]);
    send(Method::Put, canned_path(id), &body, read::canned_replies)
}

/// Takes a canned reply out.
pub(crate) fn delete_canned_reply(id: &str) -> Answer<Vec<CannedReply>> {
    request::delete(canned_path(id), read::canned_replies)
}

fn canned_path(id: &str) -> String {
    ["canned-replies/", &encode(id)].concat()
}

/// The explanation of one decision.
pub(crate) fn decision(profile: &str, decision: &str) -> Answer<Explanation> {
    let path = ["visitors/", &encode(profile), "/decisions/", &encode(decision)].concat();
    ask(path, read::decision)
}

/// Every article.
pub(crate) fn articles() -> Answer<Articles> {
    ask("knowledge".to_owned(), read::derived)
}

/// One article with its versions.
pub(crate) fn article(locale: Locale, id: &str) -> Answer<ArticleDetail> {
    ask(article_path(locale, id), read::derived)
}

/// Writes an article, new or changed.
pub(crate) fn put_article(locale: Locale, id: &str, article: &PutArticle) -> Answer<ArticleDetail> {
    let synonyms = article.synonyms.iter().map(|word| Value::String(word.clone())).collect();
    let body = json::object([
        ("title", article.title.as_str().into()),
        ("synonyms", Value::Array(synonyms)),
        ("body", article.body.as_str().into()),
        ("url", article.url.as_str().into()),
    ]);
    send(Method::Put, article_path(locale, id), &body, read::derived)
}

/// Takes an article out.
pub(crate) fn delete_article(locale: Locale, id: &str) -> Answer<()> {
    request::delete(article_path(locale, id), |_nothing| Some(()))
}

fn article_path(locale: Locale, id: &str) -> String {
    ["knowledge/", locale.tag(), "/", &encode(id)].concat()
}

/// What the articles say to a question.
pub(crate) fn find_articles(question: &str, locale: Locale) -> Answer<Found> {
    ask(["knowledge/find?locale=", locale.tag(), "&q=", &encode(question)].concat(), read::derived)
}

/// Questions that neither a rule nor an article answered.
pub(crate) fn unanswered() -> Answer<Unanswered> {
    ask("knowledge/unanswered".to_owned(), read::derived)
}

/// The intent model: what it did, what waits for a label, which release answers.
pub(crate) fn model() -> Answer<ModelPage> {
    ask("model".to_owned(), read::model)
}

/// Says what a message is about; an empty label takes back what was said before.
pub(crate) fn put_label(profile: &str, message: &str, label: &str) -> Answer<()> {
    let label = if label.is_empty() { Value::Null } else { label.into() };
    let body =
        json::object([("profile", profile.into()), ("message", message.into()), ("label", label)]);
    send(Method::Put, "model/labels".to_owned(), &body, |_nothing| Some(()))
}

/// Goes back to the release that answered before.
pub(crate) fn roll_back() -> Answer<Choice> {
    send(Method::Post, "model/rollback".to_owned(), &json::object([]), read::choice)
}

/// What is published.
pub(crate) fn config() -> Answer<Published> {
    ask("config".to_owned(), published)
}

/// Publishes a whole config.
pub(crate) fn publish(config: &Value) -> Answer<Published> {
    send(Method::Put, "config".to_owned(), config, published)
}

/// Publishes one rule, new or changed.
pub(crate) fn put_rule(rule: &Rule) -> Answer<Published> {
    put("rules/", rule.id.as_str(), &write::rule(rule))
}

/// Takes a rule out.
pub(crate) fn delete_rule(id: &str) -> Answer<Published> {
    delete("rules/", id)
}

/// Publishes one offer, new or changed.
pub(crate) fn put_offer(offer: &Offer) -> Answer<Published> {
    put("offers/", offer.id.as_str(), &write::offer(offer))
}

/// Takes an offer out.
pub(crate) fn delete_offer(id: &str) -> Answer<Published> {
    delete("offers/", id)
}

/// Publishes one experiment, in GrowthBook's field names.
pub(crate) fn put_experiment(key: &str, experiment: &Value) -> Answer<Published> {
    put("experiments/", key, experiment)
}

/// Publishes who is held out of marketing.
pub(crate) fn put_holdouts(holdouts: &Holdouts) -> Answer<Published> {
    send(Method::Put, "holdout".to_owned(), &write::holdouts(holdouts), published)
}

/// Publishes how the rules of a priority are ranked.
pub(crate) fn put_band(band: Band) -> Answer<Published> {
    let method = serde_json::to_value(band.method).unwrap_or_default();
    let body = json::object([("priority", band.priority.into()), ("method", method)]);
    send(Method::Put, "band".to_owned(), &body, published)
}

/// Takes an experiment out.
pub(crate) fn delete_experiment(key: &str) -> Answer<Published> {
    delete("experiments/", key)
}

/// What an experiment says so far.
pub(crate) fn experiment_results(key: &str) -> Answer<ExperimentResults> {
    ask(["experiments/", &encode(key), "/results?months=12"].concat(), read::derived)
}

/// Publishes one segment, new or changed.
pub(crate) fn put_segment(segment: &Segment) -> Answer<Published> {
    let body = json::object([
        ("id", segment.id.as_str().into()),
        ("name", segment.name.as_str().into()),
        ("condition", segment.condition.clone()),
    ]);
    put("segments/", segment.id.as_str(), &body)
}

/// Takes a segment out.
pub(crate) fn delete_segment(id: &str) -> Answer<Published> {
    delete("segments/", id)
}

/// What has become of the coupons of an offer.
pub(crate) fn stock(offer: &str) -> Answer<Totals> {
    ask(["offers/", &encode(offer), "/stock"].concat(), read::derived)
}

/// What was published, newest first.
pub(crate) fn versions() -> Answer<Versions> {
    ask(["versions?limit=", VERSIONS_ASKED].concat(), read::derived)
}

/// What changed from one version to another.
pub(crate) fn version_diff(from: u32, to: u32) -> Answer<VersionDiff> {
    let path = ["versions/", &from.to_string(), "/diff?to=", &to.to_string()].concat();
    ask(path, read::derived)
}

/// The config of a version, as the edge wrote it.
pub(crate) fn version_config(version: u32) -> Answer<Value> {
    ask(["versions/", &version.to_string()].concat(), |value| value.get("config").cloned())
}

/// Goes back to a version.
pub(crate) fn restore(version: u32) -> Answer<Published> {
    let path = ["versions/", &version.to_string(), "/restore"].concat();
    send(Method::Post, path, &json::object([]), published)
}

/// Who would have got what in the last days, had this change been published.
pub(crate) fn dry_run(days: u16, change: Value) -> Answer<DryRun> {
    let body = json::object([("days", days.into()), ("change", change)]);
    send(Method::Post, "dry-run".to_owned(), &body, read::derived)
}

/// The change that publishes a rule, new or changed.
pub(crate) fn put_rule_change(rule: &Rule) -> Value {
    json::object([("change", "put_rule".into()), ("rule", write::rule(rule))])
}

/// The change that publishes a whole config.
pub(crate) fn config_change(config: Value) -> Value {
    json::object([("change", "config".into()), ("config", config)])
}

/// Who meets a condition right now.
pub(crate) fn matching(condition: Value) -> Answer<SegmentPreview> {
    let request = json::object([("condition", condition)]);
    send(Method::Post, "segments/preview".to_owned(), &request, read::derived)
}

/// How many people are in each segment.
pub(crate) fn segment_counts() -> Answer<Segments> {
    ask("segments".to_owned(), read::derived)
}

/// Reads what is published; the names of its segments are known to every page from then on.
fn published(value: &Value) -> Option<Published> {
    let published = read::published(value)?;
    segments::learn(&published.config.segments);
    Some(published)
}

fn put(kind: &str, id: &str, body: &Value) -> Answer<Published> {
    send(Method::Put, [kind, &encode(id)].concat(), body, published)
}

fn delete(kind: &str, id: &str) -> Answer<Published> {
    request::delete([kind, &encode(id)].concat(), published)
}

//! The condition builder: rows of attribute, operator and value, in groups joined by AND or OR.

mod did;
mod row;
mod value;

use leptos::prelude::*;
use serde_json::Value;

use self::{did::DidState, row::RowState};
use super::Edited;
use crate::ui::list::keyed;
use crate::{
    edit::{
        group::{Group, IS, Join, Node},
        row as row_edit,
    },
    explain::attribute,
    i18n::{rules, t},
    ui::{
        field::fresh_id,
        icon::{Icon, icon},
    },
};

/// A group while it is edited: each part is a signal of its own, so that typing into one row
/// leaves the others, and the focus, alone.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct GroupState {
    join: RwSignal<Join>,
    nodes: RwSignal<Vec<NodeState>>,
}

/// One part of a group.
#[derive(Clone, PartialEq)]
struct NodeState {
    /// Tells parts apart while rows come and go.
    key: String,
    kind: Kind,
}

#[derive(Clone, PartialEq)]
enum Kind {
    Row(RowState),
    Did(DidState),
    Group(GroupState),
    /// Something that has no row; kept as it is.
    Other(Value),
}

impl GroupState {
    /// The state of a group.
    pub(super) fn of(group: &Group) -> Self {
        Self {
            join: RwSignal::new(group.join),
            nodes: RwSignal::new(group.nodes.iter().map(NodeState::of).collect()),
        }
    }

    /// What the rows mean; none while a row means nothing yet.
    pub(super) fn group(self) -> Option<Group> {
        let nodes = self.nodes.get().into_iter().map(|node| node.kind.node());
        Some(Group { join: self.join.get(), nodes: nodes.collect::<Option<Vec<_>>>()? })
    }

    fn add(self, kind: Kind) {
        self.nodes.update(|nodes| nodes.push(NodeState { key: fresh_id("row"), kind }));
    }

    fn remove(self, key: &str) {
        self.nodes.update(|nodes| nodes.retain(|node| node.key != key));
    }
}

impl NodeState {
    fn of(node: &Node) -> Self {
        let kind = match node {
            Node::Clause(row) => {
                let kind = attribute::kind(&row.path);
                // What the field would change is not shown in it.
                if row_edit::fits(kind, &row.operator, &row.value) {
                    Kind::Row(RowState::of(row))
                } else {
                    let alone = Group { join: Join::All, nodes: vec![node.clone()] };
                    Kind::Other(alone.write())
                }
            }
            Node::Did(did) => Kind::Did(DidState::of(did)),
            Node::Group(group) => Kind::Group(GroupState::of(group)),
            Node::Other(value) => Kind::Other(value.clone()),
        };
        Self { key: fresh_id("row"), kind }
    }
}

impl Kind {
    fn node(&self) -> Option<Node> {
        match self {
            Self::Row(row) => row.row().map(Node::Clause),
            Self::Did(did) => did.did().map(Node::Did),
            Self::Group(group) => group.group().map(Node::Group),
            Self::Other(value) => Some(Node::Other(value.clone())),
        }
    }
}

/// Draws a group with its rows.
#[component]
pub(super) fn Builder(
    /// The group.
    group: GroupState,
    /// The condition, for the names of segments.
    edited: Edited,
) -> impl IntoView {
    group_view(group, edited, None)
}

fn group_view(group: GroupState, edited: Edited, remove: Option<Callback<()>>) -> AnyView {
    let is_inner = remove.is_some();
    let add_row = move |_| group.add(Kind::Row(RowState::fresh("cart_value", "$gte")));
    let add_did = move |_| group.add(Kind::Did(DidState::fresh()));
    let add_group = move |_| {
        let inner = GroupState::of(&Group { join: Join::Any, nodes: Vec::new() });
        inner.add(Kind::Row(RowState::fresh("cart_abandoned", IS)));
        group.add(Kind::Group(inner));
    };
    view! {
        <div class="group" class:inner=is_inner>
            <div class="group-head">
                {join_choice(group)}
                {remove.map(|remove| view! {
                    <button
                        class="button small quiet only-icon" type="button"
                        aria-label=t(rules::REMOVE_GROUP) on:click=move |_| remove.run(())
                    >
                        {icon(Icon::Close)}
                    </button>
                })}
            </div>
            {crate::ui::list::live(move || (group.nodes.with(Vec::is_empty).then(|| view! {
                <p class="muted small">{t(rules::ROWS_EMPTY)}</p>
            })).into_any())}
            {keyed(
                move || group.nodes.with(|nodes| nodes.iter().map(|node| node.key.clone()).collect()),
                move |key| {
                    let nodes = group.nodes.get_untracked();
                    nodes.into_iter().find(|node| node.key == key).map(|node| node_view(group, node, edited))
                },
            )}
            <div class="group-foot">
                <button class="button small" type="button" on:click=add_row>
                    {icon(Icon::Add)} {t(rules::ADD_ROW)}
                </button>
                <button class="button small" type="button" on:click=add_did>
                    {icon(Icon::Add)} {t(rules::ADD_DID)}
                </button>
                {(!is_inner).then(|| view! {
                    <button class="button small quiet" type="button" on:click=add_group>
                        {icon(Icon::Add)} {t(rules::ADD_GROUP)}
                    </button>
                })}
            </div>
        </div>
    }
    .into_any()
}

fn join_choice(group: GroupState) -> impl IntoView {
    let choice = move |join: Join, words| {
        view! {
            <button
                class="join"
                type="button"
                aria-pressed=move || (group.join.get() == join).to_string()
                on:click=move |_| group.join.set(join)
            >
                {t(words)}
            </button>
        }
    };
    view! {
        <div class="joins" role="group" aria-label=t(rules::JOIN)>
            {choice(Join::All, rules::ALL_OF)} {choice(Join::Any, rules::ANY_OF)}
        </div>
    }
}

fn node_view(group: GroupState, node: NodeState, edited: Edited) -> AnyView {
    let NodeState { key, kind } = node;
    let remove = Callback::new(move |()| group.remove(&key));
    match kind {
        Kind::Row(row) => row::row_view(row, edited, remove).into_any(),
        Kind::Did(did) => did::row_view(did, remove),
        Kind::Group(inner) => group_view(inner, edited, Some(remove)),
        Kind::Other(value) => view! {
            <div class="row other">
                <code class="clip">{value.to_string()}</code>
                <span class="muted small">{t(rules::OTHER_HINT)}</span>
                <button
                    class="button small quiet only-icon row-remove" type="button"
                    aria-label=t(rules::REMOVE_ROW) on:click=move |_| remove.run(())
                >
                    {icon(Icon::Close)}
                </button>
            </div>
        }
        .into_any(),
    }
}

//! An address that leads nowhere.

use leptos::prelude::*;

use crate::{
    i18n::common,
    ui::{
        empty::Empty,
        icon::Icon,
        page::{PageHead, titled},
    },
};

/// Says so, and where to go.
#[component]
pub(crate) fn Unknown() -> impl IntoView {
    view! {
        <PageHead title=titled(common::NOT_FOUND)/>
        <div class="card">
            <Empty
                picture=Icon::Page
                title=common::NOT_FOUND
                hint=common::NOT_FOUND_HINT
                go=(common::TO_OVERVIEW, "#/overview")
            />
        </div>
    }
}

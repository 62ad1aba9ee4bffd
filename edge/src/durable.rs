//! Durable Objects: each is the single writer of one thing.

use worker::{DurableObject, Env, Request, Response, State, durable_object};

macro_rules! object {
    ($name:ident, $doc:literal) => {
        #[doc = $doc]
        #[durable_object(fetch)]
        pub struct $name {
            _state: State,
        }

        impl DurableObject for $name {
            fn new(state: State, _env: Env) -> Self {
                Self { _state: state }
            }

            async fn fetch(&self, req: Request) -> worker::Result<Response> {
                #[cfg(feature = "faults")]
                if let Some(answer) = crate::fault::in_object(&req).await {
                    return answer;
                }
                drop(req);
                Response::ok("ok")
            }
        }
    };
}

object!(Visitor, "One person.");
object!(Workspace, "One tenant.");
object!(Directory, "External ids to people.");
object!(Ledger, "What happened, for reports.");
object!(Desk, "Conversations that wait for a human.");

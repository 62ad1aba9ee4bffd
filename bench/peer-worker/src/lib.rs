//! The platform's own floor, in Rust and built like our Worker.
//!
//! `/hello` answers at once. `/write?id=…` asks one Durable Object, which writes one row to its
//! `SQLite` database and answers. Nothing can be cheaper and still keep what it was told.

use worker::{
    Context, DurableObject, Env, Request, Response, State, durable_object, event, wasm_bindgen,
};

/// Answers one HTTP request.
#[event(fetch)]
async fn fetch(req: Request, env: Env, _ctx: Context) -> worker::Result<Response> {
    if req.path() == "/write" {
        let url = req.url()?;
        let objects = env.durable_object("WRITER")?;
        let stub = objects.id_from_name(url.query().unwrap_or("id=one"))?.get_stub()?;
        return stub.fetch_with_request(req).await;
    }
    Response::ok("hello")
}

/// Keeps one row for each time it was asked.
#[derive(Debug)]
#[durable_object(fetch)]
pub(crate) struct Writer {
    state: State,
}

impl DurableObject for Writer {
    fn new(state: State, _env: Env) -> Self {
        let table = "CREATE TABLE IF NOT EXISTS told (at INTEGER PRIMARY KEY, what TEXT)";
        if let Err(error) = state.storage().sql().exec(table, None) {
            worker::console_error!("no table: {error}");
        }
        Self { state }
    }

    async fn fetch(&self, mut req: Request) -> worker::Result<Response> {
        let told = req.text().await?;
        let sql = self.state.storage().sql();
        sql.exec("INSERT INTO told (what) VALUES (?)", vec![told.into()])?;
        Response::ok("kept")
    }
}

//! The operator of the browser tests: sets the workspace up in the dashboard, as on a first
//! run, and looks at people there.

/** Creates the first operator through the printed address and ends on the overview. */
export async function operator(stage, options) {
  const page = await stage.tab(options);
  await page.goto(`${stage.origin}/dashboard/#setup=${stage.token}`);
  await page.locator('input[name="name"]').fill("测试员");
  await page.locator('input[name="email"]').fill("operator@shop.example");
  await page.locator('input[name="password"]').fill("three quiet words here");
  await page.locator('button[type="submit"]').click();
  await page.locator("#main h1").waitFor();
  return page;
}

import { chromium } from "playwright-core";

const EDITOR = ".graphiql-query-editor .view-lines";
const RESPONSE = ".result-window .view-lines";

/**
 * Opens GraphiQL and runs each tab of the tour, from the first to the last, as a person does.
 *
 * @param {object} given
 * @param {string} given.browser path of the Chromium that is driven
 * @param {string} given.server where the server is, without a path
 * @param {string} given.screenshot path of the picture that is taken when a step fails
 * @returns {Promise<{steps: {name: string, answer: object}[], complaints: string[],
 *   addresses: string[]}>} what each step showed, what the page complained of, and all that it
 *   asked for
 */
export async function tour({ browser: executablePath, server, screenshot }) {
  const browser = await chromium.launch({ executablePath });
  const page = await newPage(browser, server);
  const watched = watch(page);
  try {
    return { steps: await takeTour(page, server), ...watched };
  } catch (error) {
    await page.screenshot({ path: screenshot });
    throw error;
  } finally {
    await browser.close();
  }
}

async function newPage(browser, origin) {
  const context = await browser.newContext();
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin });
  return context.newPage();
}

function watch(page) {
  const complaints = [];
  const addresses = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => addresses.push(request.url()));
  page.on("websocket", (socket) => addresses.push(socket.url()));
  return { complaints, addresses };
}

async function takeTour(page, server) {
  await page.goto(`${server}/graphql`);
  const tabs = page.getByRole("tab");
  await tabs.first().waitFor();
  const names = await tabs.allInnerTexts();
  const steps = [];
  for (const name of names) {
    steps.push({ name, answer: await step(page, name) });
  }
  return steps;
}

/** Opens a tab, runs what is in it and waits for the last result. */
async function step(page, name) {
  await page.getByRole("tab", { name }).click();
  await page.locator(EDITOR).click();
  await page.keyboard.press("Control+Enter");
  await page.locator(RESPONSE).getByText("{").first().waitFor();
  await page.getByRole("button", { name: "Execute query" }).waitFor();
  return JSON.parse(await copied(page, RESPONSE));
}

/** The whole text of an editor, of which the page holds no more than what is in sight. */
async function copied(page, editor) {
  await page.locator(editor).click();
  await page.keyboard.press("Control+A");
  await page.keyboard.press("Control+C");
  return page.evaluate(() => navigator.clipboard.readText());
}

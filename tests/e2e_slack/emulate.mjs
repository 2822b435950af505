// Slack, played by emulate: reads its seed from the environment, says on a line of standard output
// where it listens, and ends with standard input.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const { DIST, EVENTS_URL, SIGNING_SECRET, BOT_USER } = process.env;
const load = (name) => import(pathToFileURL(join(DIST, name)));

// No setting subscribes an address to events: the plugin is handed what dispatches them.
const holdsSlack = (name) =>
  name.endsWith(".js") && /^\s*slackPlugin\s*[,}]/m.test(readFileSync(join(DIST, name), "utf8"));
const { slackPlugin, getSlackStore } = await load(readdirSync(DIST).find(holdsSlack));
const register = slackPlugin.register;
let slackStore;
slackPlugin.register = (app, store, webhooks, ...rest) => {
  slackStore = getSlackStore(store);
  // For an upload Slack's SDK says in the address what the stand-in looks for in the body.
  const post = app.post.bind(app);
  app.post = (path, handler) =>
    post(path, (c, next) => {
      if (path.endsWith("UploadURLExternal") || path.endsWith("UploadExternal"))
        c.req.text = async () => new URL(c.req.url).search.slice(1);
      return handler(c, next);
    });
  register(app, store, webhooks, ...rest);
  webhooks.register({ url: EVENTS_URL, events: ["message"], active: true, owner: "slack" });
  const dispatch = webhooks.dispatch.bind(webhooks);
  webhooks.dispatch = (type, action, payload, ...more) => {
    // Slack says what kind of conversation a message is from.
    const channel = slackStore.channels.findOneBy("channel_id", payload.event.channel);
    if (channel) {
      const kind = channel.is_private ? "group" : "channel";
      payload.event.channel_type = channel.is_im ? "im" : kind;
    }
    return dispatch(type, action, payload, ...more);
  };
  // Slack takes its reading methods as GET, too, and its own SDK calls them so.
  app.get("/api/:method", async (c) =>
    app.fetch(
      new Request(c.req.url.split("?")[0], {
        method: "POST",
        headers: {
          Authorization: c.req.header("Authorization") ?? "",
          "Content-Type": "application/x-www-form-urlencoded",
        },
        body: new URL(c.req.url).search.slice(1),
      }),
    ),
  );
};

const { createEmulator } = await load("api.js");
const emulator = await createEmulator({
  service: "slack",
  port: 0,
  seed: {
    slack: {
      signing_secret: SIGNING_SECRET,
      users: [
        { name: "ann", real_name: "Ann" },
        { name: "bob", real_name: "Bob" },
      ],
      channels: [{ name: "frameworks" }, { name: "secret", is_private: true }],
      oauth_apps: [
        {
          app_id: "A0ADVISOR",
          client_id: "1.1",
          client_secret: "not-used",
          name: "Framework Advisor",
          redirect_uris: [],
          bot_id: "B0ADVISOR",
          bot_user_id: BOT_USER,
          bot_name: "framework-advisor",
        },
      ],
      tokens: [
        { token: "xoxb-advisor", type: "bot", user: BOT_USER, bot_id: "B0ADVISOR" },
        { token: "xoxp-ann", user: "ann" },
        { token: "xoxp-bob", user: "bob" },
      ],
    },
  },
});
const ids = (rows, id) => Object.fromEntries(rows.all().map((row) => [row.name, row[id]]));
const users = ids(slackStore.users, "user_id");
const channels = ids(slackStore.channels, "channel_id");
console.log(JSON.stringify({ url: emulator.url, users, channels }));

process.stdin.on("end", () => process.exit(0)).resume();

import { describe, expect, test } from "@odoo/hoot";
import { mockFetch } from "@odoo/hoot-mock";
import { callServer, NoNetwork, Refused, SignedOut } from "@stock_batches_scan/page/server";

describe.current.tags("headless");

function answer(body, status = 200) {
    mockFetch(() => new Response(typeof body === "string" ? body : JSON.stringify(body), { status }));
    return callServer("/scan/do/pick", { action: "start" });
}

test("what the server answers is handed over", async () => {
    expect(await answer({ result: { screen: null } })).toEqual({ screen: null });
});

test("a gateway's error, a hotel's sign-in page and silence are no network: the scan is sent again", async () => {
    await expect(answer("Bad Gateway", 502)).rejects.toBeInstanceOf(NoNetwork);
    await expect(answer("<html>Welcome to our hotel</html>")).rejects.toBeInstanceOf(NoNetwork);
    mockFetch(() => {
        throw new TypeError("Failed to fetch");
    });
    await expect(callServer("/scan/do/pick", {})).rejects.toBeInstanceOf(NoNetwork);
});

test("a session that ended is told apart from an error of the server", async () => {
    await expect(answer({ error: { code: 100, message: "Session expired" } })).rejects.toBeInstanceOf(SignedOut);
    const error = { code: 0, message: "Odoo Server Error", data: { message: "This is not yours." } };
    await expect(answer({ error })).rejects.toBeInstanceOf(Refused);
    await expect(answer({ error })).rejects.toThrow("This is not yours.");
});

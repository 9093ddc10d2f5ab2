const { fetch } = window;
await scan("TOUR/PICK");
await see(".s_target .s_series", "NEW");
window.fetch = () => Promise.reject(new TypeError("Failed to fetch"));
await scan("OLD");
await said("right", "");
await see(".s_bar_offline .s_waits", "1");
await scan("NEW");
await see(".s_bar_offline .s_waits", "2");
await scan("OLD");
await see(".s_bar_offline .s_waits", "3");
await scan("010460000000001510NOPE");
await said("wrong", "");
await see(".s_line_waits .s_line_count", "of");
if (!find("button[name=finish]").disabled) {
    throw new Error("A button that needs the server is offered without network.");
}
window.fetch = fetch;
await press(".s_send_now");
await until(() => !find(".s_bar"), "the end of the offline bar");
const counts = () => [...document.querySelectorAll(".s_line_count")].map((line) => line.innerText.slice(0, 6)).join();
await until(() => counts() === "1 of 3,2 of 5", "1 of 3 and 2 of 5");

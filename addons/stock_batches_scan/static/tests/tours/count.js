await press(".s_tile[name=count]");
await scan("SHELF-A");
await said("right", "");
await scan("TOUR-C1");
await enterNumber(3);
await said("right", "3");
await press("button[name=finish]");
if (find(".s_yes")) {
    await press(".s_yes");
}
await said("info", "");
await press(".s_back");
await see(".s_tile[name=count]");

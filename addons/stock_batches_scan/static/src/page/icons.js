// Outlines of 24 × 24, drawn with the colour of the text: they come with the page, so they are there without network.
const BOX = "M3 8l9-5 9 5v8l-9 5-9-5z M3 8l9 5 9-5 M12 13v8";
const SHAPES = {
    receive: "M12 3v11 M7 9l5 5 5-5 M4 17v4h16v-4",
    put_away: "M3 4h18 M3 12h18 M3 20h18 M5 4v16 M19 4v16 M9 8h4v4H9z",
    pick: "M3 4h3l3 11h9l3-8H7 M10 20a1 1 0 1 0 .1 0 M17 20a1 1 0 1 0 .1 0",
    pack: `${BOX} M7.5 5.5l9 5`,
    move: "M3 12h17 M14 6l6 6-6 6 M3 6v12",
    count: "M6 3h12v18H6z M9 8h6 M9 12h6 M9 16h3",
    return: "M9 7L4 12l5 5 M4 12h11a5 5 0 0 0 0-10h-2",
    production: "M3 21V10l6 4v-4l6 4V5h6v16z M7 17h2 M13 17h2",
    issue: "M12 21V10 M7 15l5-5 5 5 M4 7V3h16v4",
    label: "M3 12V4h8l10 10-8 8z M7 8h.1",
    clipboard: "M6 4h12v17H6z M9 2h6v4H9z M9 11h6 M9 15h4",
    gears: "M12 8a4 4 0 1 0 .1 0 M12 2v3 M12 19v3 M2 12h3 M19 12h3 M5 5l2 2 M17 17l2 2 M5 19l2-2 M17 7l2-2",
    shelf: "M3 3v18 M21 3v18 M3 11h18 M3 20h18 M7 11V6h5v5 M14 20v-5h4v5",
    swap: "M3 8h17 M15 3l5 5-5 5 M21 16H4 M9 11l-5 5 5 5",
    truck: "M2 6h12v10H2z M14 10h4l4 4v2h-8 M6 16a2 2 0 1 0 .1 0 M17 16a2 2 0 1 0 .1 0",
    search: "M10 4a6 6 0 1 0 .1 0 M15 15l6 6",
    what: "M8 9a4 4 0 1 1 5.5 3.7c-1 .5-1.5 1.2-1.5 2.3 M12 19h.1",
    back: "M15 5l-7 7 7 7",
    menu: "M12 5h.1 M12 12h.1 M12 19h.1",
    camera: "M4 7h4l2-3h4l2 3h4v12H4z M12 10a3 3 0 1 0 .1 0",
    keyboard: "M3 6h18v12H3z M7 10h.1 M11 10h.1 M15 10h.1 M8 14h8",
    undo: "M9 14L4 9l5-5 M4 9h10a6 6 0 0 1 0 12h-3",
    right: "M5 13l4 4L19 7",
    wrong: "M6 6l12 12 M18 6L6 18",
    attention: "M12 4v10 M12 19h.1",
    info: "M12 11v8 M12 6h.1",
    place: "M12 21s7-6.5 7-11a7 7 0 0 0-14 0c0 4.500 7 11 7 11z M12 8a2 2 0 1 0 .1 0",
    offline: "M4 4l16 16 M5 12a10 10 0 0 1 3-2 M16 10a10 10 0 0 1 3 2 M9 15a5 5 0 0 1 6 0 M12 19h.1",
};
// Names that are usual elsewhere.
const OTHER_NAMES = {
    download: "receive",
    archive: "put_away",
    exchange: "move",
    calculator: "count",
    "list-ol": "count",
    reply: "return",
    cogs: "production",
    industry: "production",
    print: "label",
    tag: "label",
    barcode: "label",
    question: "what",
    "question-circle": "what",
    cart: "pick",
};

/** @returns {string} path of the shape; a box for what has none of its own */
export function getShape(name) {
    return SHAPES[name] || SHAPES[OTHER_NAMES[name]] || BOX;
}

"""Static texts of the page, in the user's language: the page has no translations of its own to load."""


def page_texts(env):
    """Texts by the names under which the page asks for them; %(name)s is filled in there."""
    return {**_bar_texts(env), **_input_texts(env), **_queue_texts(env), **_menu_texts(env)}


def _bar_texts(env):
    return {
        "back": env._("Back"),
        "busy": env._("One moment…"),
        "conflicts": env._("To solve: %(count)s"),
        "expired": env._("You are signed out. What you scanned is kept."),
        "foreign": env._("Scans of another worker wait on this device: %(count)s (%(name)s)"),
        "offline": env._("No network"),
        "send_now": env._("Send Now"),
        "show": env._("Show"),
        "sign_in": env._("Sign In"),
        "waiting": env._("Waiting: %(count)s"),
    }


def _input_texts(env):
    return {
        "all": env._("All: %(count)s"),
        "badge_hint": env._("Scan the supervisor's badge, or sign in below."),
        "camera": env._("Camera"),
        "camera_failed": env._("The camera cannot be used. %(message)s"),
        "camera_https": env._("The camera needs a page served by HTTPS: ask your administrator."),
        "camera_none": env._("No camera was found."),
        "camera_refused": env._("Allow this page to use the camera."),
        "cancel": env._("Cancel"),
        "code": env._("Code"),
        "date_hint": env._("DD.MM.YYYY"),
        "date_wrong": env._("There is no such day."),
        "erase": env._("Erase"),
        "fill_first": env._("Fill in: %(name)s"),
        "login": env._("Login"),
        "no": env._("No"),
        "number_large": env._("At most %(count)s."),
        "number_small": env._("At least %(count)s."),
        "number_wrong": env._("Enter a number."),
        "ok": env._("OK"),
        "password": env._("Password"),
        "type_code": env._("Type a Code"),
        "undo": env._("Undo"),
        "yes": env._("Yes"),
    }


def _queue_texts(env):
    return {
        "all_sent": env._("The network is back: all is sent."),
        "action_name": env._("An answer given on the screen"),
        "already_done": env._("This line is complete already"),
        "conflict_help": env._(
            "These scans were made without network and could not be done any more. Look at each one: try it again when"
            " what stood against it is mended, or drop it."
        ),
        "conflict_none": env._("Nothing to solve."),
        "conflicts_title": env._("Scans to Solve"),
        "drop": env._("Drop"),
        "drop_ask": env._("Drop this scan? What was scanned will not be counted."),
        "kept_unchecked": env._("Kept, not checked: no network"),
        "kept_right": env._("Right. Kept until the network is back"),
        "not_expected": env._("None of the open lines"),
        "not_offline": env._("This needs the network. Scanning goes on."),
        "not_stored": env._("This browser has no room to keep scans: work only with network, or free some room."),
        "press_waits": env._("No network: this is done as soon as it is back."),
        "taken_back": env._("Taken back"),
        "try_again": env._("Try Again"),
    }


def _menu_texts(env):
    return {
        "dark": env._("Dark"),
        "done_of": env._("%(done)s of %(todo)s"),
        "home": env._("Home"),
        "light": env._("Light"),
        "lines": env._("Lines"),
        "menu": env._("Menu"),
        "new_version": env._("A new version of the page is ready"),
        "files": env._("Papers to Print"),
        "quiet": env._("Sounds Off"),
        "reload": env._("Load Again"),
        "sounds": env._("Sounds On"),
        "state_taken": env._("taken by %(name)s"),
        "state_waiting": env._("waits for the network: %(count)s"),
        "test_attention": env._("Sound: Attention"),
        "test_right": env._("Sound: Right"),
        "test_wrong": env._("Sound: Wrong"),
        "web_client": env._("Back to Odoo"),
    }

import { Component } from "@odoo/owl";
import { useHotkey } from "@web/core/hotkeys/hotkey_hook";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const OUTCOMES = ["reached", "interest", "later", "no_answer", "refused", "wrong"];

/** One key an outcome: 1 … 6 press the buttons of the form, unless one is typing. */
export class MarketingCallKeys extends Component {
    static template = "marketing_export.MarketingCallKeys";
    static props = { ...standardWidgetProps };

    setup() {
        OUTCOMES.forEach((outcome, index) => {
            useHotkey(`${index + 1}`, () => this.press(`action_${outcome}`));
        });
    }

    press(name) {
        const button = document.querySelector(`.o_form_view button[name="${name}"]`);
        if (button && !button.disabled) {
            button.click();
        }
    }
}

registry.category("view_widgets").add("marketing_call_keys", { component: MarketingCallKeys });

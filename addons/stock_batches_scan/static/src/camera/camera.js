import { App } from "@odoo/owl";
import { BarcodeVideoScanner, isBarcodeScannerSupported } from "@web/core/barcode/barcode_video_scanner";
import { translatedTerms, translatedTermsGlobal, translationLoaded } from "@web/core/l10n/translation";
import { getTemplate } from "@web/core/templates";

// In ms between two codes: the same label stays before the lens for a while.
const DELAY = 1500;

/**
 * Show the camera there and hand over what it reads.
 *
 * @param {HTMLElement} spot
 * @param {Object} handlers
 * @param {(code: string) => void} handlers.onCode
 * @param {(error: Error) => void} handlers.onError
 * @param {Object} handlers.terms what the component may say: English → the user's language
 * @returns {Promise<() => void>} closes it
 */
export async function openCamera(spot, { onCode, onError, terms }) {
    Object.assign(translatedTermsGlobal, terms);
    translatedTerms[translationLoaded] = true;
    if (!isBarcodeScannerSupported()) {
        throw new Error("HTTPS");
    }
    const props = { facingMode: "environment", onResult: onCode, onError, delayBetweenScan: DELAY };
    const app = new App(BarcodeVideoScanner, { getTemplate, props });
    await app.mount(spot);
    return () => app.destroy();
}

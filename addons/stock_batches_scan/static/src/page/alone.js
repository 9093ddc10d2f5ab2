import { makeKey } from "./key";

const LEASE = 30000;
const POLL = 250;

function wait(milliseconds) {
    return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/**
 * Lets one tab of this device at a time do something.
 *
 * The browser's own locks go with their tab, however it ends; without HTTPS there are none, and a lease in the store
 * serves instead, which ends by itself.
 */
export class Alone {
    constructor(store, name, locks = navigator.locks) {
        this.store = store;
        this.name = name;
        this.locks = locks;
        this.owner = makeKey();
    }

    async run(work) {
        if (this.locks) {
            return this.locks.request(`${this.store.name}.${this.name}`, () => work());
        }
        while (!(await this.renew())) {
            await wait(POLL);
        }
        try {
            return await work();
        } finally {
            await this.store.set(this.name, null);
        }
    }

    /** To be called at each step of long work. */
    renew() {
        return this.locks ? true : this.store.lease(this.name, this.owner, LEASE);
    }
}

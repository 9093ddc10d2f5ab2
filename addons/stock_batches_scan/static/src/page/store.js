/**
 * What the device keeps in IndexedDB: scans in their order, and a few values by name.
 *
 * `durability: "strict"` writes through to the disk before a scan counts as kept: a battery may end at any moment.
 */
export class Store {
    constructor(name) {
        this.name = name;
        this.opened = null;
    }

    open() {
        this.opened ||= new Promise((resolve, reject) => {
            const request = indexedDB.open(this.name, 1);
            request.onupgradeneeded = () => {
                request.result.createObjectStore("entries", { keyPath: "place", autoIncrement: true });
                request.result.createObjectStore("values");
            };
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => reject(request.error);
        });
        return this.opened;
    }

    /** Run one transaction over one store; resolves with the result of what `work` asked, once it is on the disk. */
    async run(store, mode, work) {
        const database = await this.open();
        return new Promise((resolve, reject) => {
            const transaction = database.transaction(store, mode, { durability: "strict" });
            const request = work(transaction.objectStore(store));
            transaction.oncomplete = () => resolve(request?.result);
            transaction.onerror = transaction.onabort = () => reject(transaction.error);
        });
    }

    get(name) {
        return this.run("values", "readonly", (values) => values.get(name));
    }

    set(name, value) {
        return this.run("values", "readwrite", (values) => values.put(value, name));
    }

    forget(name) {
        return this.run("values", "readwrite", (values) => values.delete(name));
    }

    /** @returns {Promise<Object[]>} in the order in which they were kept, of all tabs */
    list() {
        return this.run("entries", "readonly", (entries) => entries.getAll());
    }

    /** @returns {Promise<number>} its place in the order */
    add(entry) {
        return this.run("entries", "readwrite", (entries) => entries.add(entry));
    }

    /** Change some values of an entry, unless it is gone. */
    patch(place, values) {
        return this.run("entries", "readwrite", (entries) => {
            const request = entries.get(place);
            request.onsuccess = () => request.result && entries.put({ ...request.result, ...values });
            return request;
        });
    }

    remove(place) {
        return this.run("entries", "readwrite", (entries) => entries.delete(place));
    }

    /** Take a lease, or lengthen one's own, in one transaction. @returns {Promise<boolean>} */
    async lease(name, owner, milliseconds) {
        let mine = false;
        await this.run("values", "readwrite", (values) => {
            const request = values.get(name);
            request.onsuccess = () => {
                const held = request.result;
                mine = !held || held.owner === owner || held.until < Date.now();
                if (mine) {
                    values.put({ owner, until: Date.now() + milliseconds }, name);
                }
            };
            return request;
        });
        return mine;
    }

    async close() {
        (await this.open()).close();
        this.opened = null;
    }
}

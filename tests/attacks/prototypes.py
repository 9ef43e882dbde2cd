"""Attacks by values that are not what they seem."""

from tests.attacks.attack import attacks

ATTACKS = attacks(
    "prototypes",
    {
        "give every object a then": """
            Object.prototype.then = (resolve) => resolve('hijacked');
            return null;""",
        "give every object a toJSON": """
            Object.prototype.toJSON = () => ({ id: 'forged', type: 'result' });
            return null;""",
        "replace JSON.stringify": """
            JSON.stringify = () => '{"id": "forged"}';
            return null;""",
        "replace the methods of buffers": """
            Buffer.concat = Buffer.from = Buffer.byteLength = () => Buffer.alloc(0);
            Buffer.prototype.writeUInt32BE = () => {};
            return null;""",
        "replace the methods of arrays": """
            Array.prototype.push = Array.prototype.map = Array.prototype[Symbol.iterator] = null;
            return null;""",
        "replace promises": """
            Promise.prototype.then = function () { return this; };
            return null;""",
        "replace the writing of sockets": """
            net.Socket.prototype.write = () => true;
            return null;""",
        "set a prototype by JSON": """
            return JSON.parse('{"__proto__": {"admin": true}}').admin ?? null;""",
        "set a prototype by a result": """
            const value = Object.create(null);
            Object.defineProperty(value, '__proto__', { value: { admin: 1 }, enumerable: true });
            runtime.last = value;
            return ({}).admin;""",
        "answer with a getter that loops": """
            return { get value() { for (;;); } };""",
        "answer with a getter that throws": """
            Object.defineProperty(globalThis, 'x', { get() { throw new Error('x'); } });
            throw { get message() { throw new Error('message'); }, get stack() { throw 1; } };""",
        "throw what is not an error": "throw Object.create(null);",
        "throw an error that lies": """
            throw Object.assign(new Error('x'), { code: { toString: null }, message: Symbol('m') });""",
        "throw an endless error": """
            const error = new Error('x'.repeat(3e7));
            error.cause = error;
            throw error;""",
        "answer with itself": """
            const value = []; value.push(value); runtime.value = value;
            throw value;""",
        "use constructors to reach the loader": """
            const found = this.constructor.constructor('return process')();
            return found.mainModule?.require('child_process').execSync('id').toString();""",
        "leave a virtual machine": """
            const code = `this.constructor.constructor('return process')().binding('spawn_sync')`;
            return vm.runInNewContext(code).spawn({ file: '/node', args: ['/node'], stdio: [] }).status === 0;""",
        "see the core that another worker uses": """
            runtime.constructor.prototype.getSetting = () => 'stolen';
            return null;""",
    },
    seconds=3,
)  # fmt: skip

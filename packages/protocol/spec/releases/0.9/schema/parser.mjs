function getEnumValues(entries) {
	const numericValues = Object.values(entries).filter((v) => typeof v === "number");
	return Object.entries(entries).filter(([k, _]) => numericValues.indexOf(+k) === -1).map(([_, v]) => v);
}
function joinValues(array, separator = "|") {
	return array.map((val) => stringifyPrimitive(val)).join(separator);
}
function jsonStringifyReplacer(_, value) {
	if (typeof value === "bigint") return value.toString();
	return value;
}
var Cached = class {
	constructor(getter) {
		this._getter = getter;
		this._value = void 0;
	}
	get value() {
		const getter = this._getter;
		if (getter !== void 0) {
			this._value = getter();
			this._getter = void 0;
		}
		return this._value;
	}
};
function cached(getter) {
	return new Cached(getter);
}
function nullish(input) {
	return input === null || input === void 0;
}
function cleanRegex(source) {
	const start = source.startsWith("^") ? 1 : 0;
	const end = source.endsWith("$") ? source.length - 1 : source.length;
	return source.slice(start, end);
}
function floatSafeRemainder(val, step) {
	const ratio = val / step;
	const roundedRatio = Math.round(ratio);
	const tolerance = 4 * Number.EPSILON * Math.max(Math.abs(ratio), 1);
	if (Math.abs(ratio - roundedRatio) < tolerance) return 0;
	return ratio - roundedRatio;
}
function assignProp(target, prop, value) {
	Object.defineProperty(target, prop, {
		value,
		writable: true,
		enumerable: true,
		configurable: true
	});
}
/**
* Whichever object a def's `shape` currently answers from: the one the caller passed until the first read, the frozen copy after it.
*
* Its keys and descriptors read without invoking anything, which is what lets a discriminated union check its discriminator, and the cycle walk read a shape, without resolving a getter that references the schema being constructed. A def that answers `shape` from an accessor of its own has none.
*/
function rawShape(def) {
	const desc = Object.getOwnPropertyDescriptor(def, "shape");
	return desc?.get ? desc.get.raw : desc?.value;
}
function sourceShape(schema) {
	return rawShape(schema._zod.def) ?? schema._zod.def.shape;
}
function deferProp(target, key, getter) {
	Object.defineProperty(target, key, {
		get() {
			const value = getter();
			assignProp(this, key, value);
			return value;
		},
		enumerable: true,
		configurable: true
	});
}
function putProp(target, key, value) {
	if (key in target) assignProp(target, key, value);
	else target[key] = value;
}
/**
* Copies `keys` of `source`'s shape onto `target`, each value passed through `wrap`.
*
* A key the source has resolved is copied through now, so the derived shape states it outright and nothing has to resolve it to learn what it holds. A key the source still defers stays deferred, and reads back through the source's own `shape`, so it resolves once and both shapes get that one schema.
*/
function mirrorShape(target, source, keys, wrap) {
	const raw = sourceShape(source);
	for (const key of keys) {
		const desc = Object.getOwnPropertyDescriptor(raw, key);
		if (!desc.enumerable) continue;
		if (desc.get) deferProp(target, key, () => {
			const value = source._zod.def.shape[key];
			return wrap ? wrap(value, key) : value;
		});
		else putProp(target, key, wrap ? wrap(desc.value, key) : desc.value);
	}
}
function mirrorProps(target, source) {
	for (const key of Reflect.ownKeys(source)) {
		const desc = Object.getOwnPropertyDescriptor(source, key);
		if (!desc.enumerable) continue;
		if (desc.get) deferProp(target, key, () => source[key]);
		else putProp(target, key, desc.value);
	}
}
function mergeDefs(...defs) {
	const mergedDescriptors = {};
	for (const def of defs) {
		const descriptors = Object.getOwnPropertyDescriptors(def);
		Object.assign(mergedDescriptors, descriptors);
	}
	return Object.defineProperties({}, mergedDescriptors);
}
function esc(str) {
	return JSON.stringify(str);
}
function slugify(input) {
	return input.toLowerCase().trim().replace(/[^\w\s-]/g, "").replace(/[\s_-]+/g, "-").replace(/^-+|-+$/g, "");
}
const captureStackTrace = "captureStackTrace" in Error ? Error.captureStackTrace : (..._args) => {};
function isObject$1(data) {
	return typeof data === "object" && data !== null && !Array.isArray(data);
}
const allowsEval = /* @__PURE__*/ cached(() => {
	if (globalConfig.jitless) return false;
	if (typeof navigator !== "undefined" && navigator?.userAgent?.includes("Cloudflare")) return false;
	try {
		new Function("");
		return true;
	} catch (_) {
		return false;
	}
});
function isPlainObject(o) {
	if (isObject$1(o) === false) return false;
	const ctor = o.constructor;
	if (ctor === void 0) return true;
	if (typeof ctor !== "function") return true;
	const prot = ctor.prototype;
	if (isObject$1(prot) === false) return false;
	if (Object.prototype.hasOwnProperty.call(prot, "isPrototypeOf") === false) return false;
	return true;
}
function shallowClone(o) {
	if (isPlainObject(o)) return { ...o };
	if (Array.isArray(o)) return [...o];
	if (o instanceof Map) return new Map(o);
	if (o instanceof Set) return new Set(o);
	return o;
}
const propertyKeyTypes = /* @__PURE__*/ new Set([
	"string",
	"number",
	"symbol"
]);
function escapeRegex(str) {
	return str.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
function clone(inst, def, params) {
	const cl = new inst._zod.constr(def ?? inst._zod.def);
	if (!def || params?.parent) cl._zod.parent = inst;
	return cl;
}
function normalizeParams(_params) {
	const params = _params;
	if (!params) return {};
	if (typeof params === "string") return { error: () => params };
	if (params?.message !== void 0) {
		if (params?.error !== void 0) throw new Error("Cannot specify both `message` and `error` params");
		params.error = params.message;
	}
	delete params.message;
	if (typeof params.error === "string") return {
		...params,
		error: () => params.error
	};
	return params;
}
function stringifyPrimitive(value) {
	if (typeof value === "bigint") return value.toString() + "n";
	if (typeof value === "string") return `"${value}"`;
	return `${value}`;
}
function optionalKeys(shape) {
	return Object.keys(shape).filter((k) => {
		return shape[k]._zod.optin !== void 0 && shape[k]._zod.optout === "optional";
	});
}
const NUMBER_FORMAT_RANGES = /*@__PURE__*/ (() => ({
	safeint: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
	int32: [-2147483648, 2147483647],
	uint32: [0, 4294967295],
	float32: [-34028234663852886e22, 34028234663852886e22],
	float64: [-Number.MAX_VALUE, Number.MAX_VALUE]
}))();
const BIGINT_FORMAT_RANGES = {
	int64: [/* @__PURE__*/ BigInt("-9223372036854775808"), /* @__PURE__*/ BigInt("9223372036854775807")],
	uint64: [/* @__PURE__*/ BigInt(0), /* @__PURE__*/ BigInt("18446744073709551615")]
};
function pick(schema, mask) {
	const currDef = schema._zod.def;
	const checks = currDef.checks;
	if (checks && checks.length > 0) throw new Error(".pick() cannot be used on object schemas containing refinements");
	const newShape = {};
	mirrorShape(newShape, schema, maskedKeys(schema, mask));
	return clone(schema, mergeDefs(currDef, {
		shape: newShape,
		checks: []
	}));
}
function maskedKeys(schema, mask) {
	const raw = sourceShape(schema);
	const keys = [];
	for (const key of Reflect.ownKeys(mask)) {
		if (!Object.getOwnPropertyDescriptor(raw, key)?.enumerable) throw new Error(`Unrecognized key: "${String(key)}"`);
		if (mask[key]) keys.push(key);
	}
	return keys;
}
function omit(schema, mask) {
	const currDef = schema._zod.def;
	const checks = currDef.checks;
	if (checks && checks.length > 0) throw new Error(".omit() cannot be used on object schemas containing refinements");
	const omitted = new Set(maskedKeys(schema, mask));
	const newShape = {};
	mirrorShape(newShape, schema, Reflect.ownKeys(sourceShape(schema)).filter((key) => !omitted.has(key)));
	return clone(schema, mergeDefs(currDef, {
		shape: newShape,
		checks: []
	}));
}
function extend(schema, shape) {
	if (!isPlainObject(shape)) throw new Error("Invalid input to extend: expected a plain object");
	const checks = schema._zod.def.checks;
	if (checks && checks.length > 0) {
		const existingShape = sourceShape(schema);
		for (const key of Reflect.ownKeys(shape)) if (Object.getOwnPropertyDescriptor(existingShape, key) !== void 0) throw new Error("Cannot overwrite keys on object schemas containing refinements. Use `.safeExtend()` instead.");
	}
	return clone(schema, mergeDefs(schema._zod.def, { shape: extended(schema, shape) }));
}
function extended(schema, shape) {
	const newShape = {};
	mirrorShape(newShape, schema, Reflect.ownKeys(sourceShape(schema)));
	mirrorProps(newShape, shape);
	return newShape;
}
function safeExtend(schema, shape) {
	if (!isPlainObject(shape)) throw new Error("Invalid input to safeExtend: expected a plain object");
	return clone(schema, mergeDefs(schema._zod.def, { shape: extended(schema, shape) }));
}
function merge(a, b) {
	if (!b?._zod?.def) throw new Error("Invalid input to merge: expected an object schema. To merge a plain shape, use `.extend()`.");
	if (a._zod.def.checks?.length) throw new Error(".merge() cannot be used on object schemas containing refinements. Use .safeExtend() instead.");
	const newShape = {};
	mirrorShape(newShape, a, Reflect.ownKeys(sourceShape(a)));
	mirrorShape(newShape, b, Reflect.ownKeys(sourceShape(b)));
	return clone(a, mergeDefs(a._zod.def, {
		shape: newShape,
		get catchall() {
			return b._zod.def.catchall;
		},
		checks: b._zod.def.checks ?? []
	}));
}
function partial(Class, schema, mask, name = "partial") {
	const checks = schema._zod.def.checks;
	if (checks && checks.length > 0) throw new Error(`.${name}() cannot be used on object schemas containing refinements`);
	const selected = mask ? new Set(maskedKeys(schema, mask)) : void 0;
	const newShape = {};
	mirrorShape(newShape, schema, Reflect.ownKeys(sourceShape(schema)), Class && ((value, key) => selected && !selected.has(key) ? value : new Class({
		type: "optional",
		innerType: value
	})));
	return clone(schema, mergeDefs(schema._zod.def, {
		shape: newShape,
		checks: []
	}));
}
function required(Class, schema, mask) {
	const selected = mask ? new Set(maskedKeys(schema, mask)) : void 0;
	const newShape = {};
	mirrorShape(newShape, schema, Reflect.ownKeys(sourceShape(schema)), (value, key) => selected && !selected.has(key) ? value : new Class({
		type: "nonoptional",
		innerType: value
	}));
	return clone(schema, mergeDefs(schema._zod.def, { shape: newShape }));
}
function aborted(x, startIndex = 0) {
	if (x.aborted === true) return true;
	for (let i = startIndex; i < x.issues.length; i++) if (x.issues[i]?.continue !== true) return true;
	return false;
}
function explicitlyAborted(x, startIndex = 0) {
	if (x.aborted === true) return true;
	for (let i = startIndex; i < x.issues.length; i++) if (x.issues[i]?.continue === false) return true;
	return false;
}
function prefixIssues(path, issues) {
	return issues.map((iss) => {
		var _a;
		(_a = iss).path ?? (_a.path = []);
		iss.path.unshift(path);
		return iss;
	});
}
function unwrapMessage(message) {
	return typeof message === "string" ? message : message?.message;
}
/** The leading size checks of `defChecks` that set an upper bound, each paired with it. */
function sizeCaps(defChecks) {
	const caps = [];
	for (const ch of defChecks ?? []) {
		const d = ch._zod.def;
		if (!/_(length|size)$|_equals$/.test(d.check)) break;
		const max = d.maximum ?? d.length ?? d.size;
		if (max >= 0) caps.push([max, ch]);
	}
	return caps;
}
function attachSchema(issues, start, inst) {
	var _a;
	for (let i = start; i < issues.length; i++) (_a = issues[i]).schema ?? (_a.schema = inst);
}
function finalizeIssue(iss, ctx, config) {
	var _a;
	const traits = iss.inst?._zod?.traits;
	if (traits?.has("$ZodType")) {
		if (traits.has("$ZodCheck")) (_a = iss).schema ?? (_a.schema = iss.inst);
		else iss.schema = iss.inst;
	}
	const schemaError = iss.schema !== iss.inst ? iss.schema?._zod.def?.error : void 0;
	const message = iss.message ? iss.message : unwrapMessage(iss.inst?._zod.def?.error?.(iss)) ?? unwrapMessage(schemaError?.(iss)) ?? unwrapMessage(ctx?.error?.(iss)) ?? unwrapMessage(config.customError?.(iss)) ?? unwrapMessage(config.localeError?.(iss)) ?? "Invalid input";
	const full = {};
	for (const k of Object.keys(iss)) {
		if (k === "inst" || k === "schema" || k === "continue" || k === "input" || k === "__proto__") continue;
		full[k] = iss[k];
	}
	full.path ?? (full.path = []);
	full.message = message;
	if (ctx?.reportInput) full.input = iss.input;
	return full;
}
const highSurrogate = /[\uD800-\uDBFF]/;
function codePointLength(str) {
	const units = str.length;
	if (!highSurrogate.test(str)) return units;
	let count = units;
	for (let i = 0; i < units - 1; i++) if ((str.charCodeAt(i) & 64512) === 55296 && (str.charCodeAt(i + 1) & 64512) === 56320) {
		count--;
		i++;
	}
	return count;
}
function getLengthableOrigin(input) {
	if (Array.isArray(input)) return "array";
	if (typeof input === "string") return "string";
	return "unknown";
}
function parsedType(data) {
	const t = typeof data;
	switch (t) {
		case "number": return Number.isNaN(data) ? "nan" : "number";
		case "object": {
			if (data === null) return "null";
			if (Array.isArray(data)) return "array";
			const obj = data;
			if (obj && Object.getPrototypeOf(obj) !== Object.prototype && "constructor" in obj && obj.constructor) return obj.constructor.name;
		}
	}
	return t;
}
function issue(...args) {
	const [iss, input, inst] = args;
	if (typeof iss === "string") return {
		message: iss,
		code: "custom",
		input,
		inst
	};
	return { ...iss };
}
/**
* Installs a trait's members on its prototype. Each value builds that member for the instance on first read; the built value shadows the accessor as an own property, so a detached `const { parse } = schema` keeps working.
*
* Call this from a `proto` initializer, which runs once per prototype — never per instance.
*/
function members(proto, table) {
	for (const key in table) {
		const desc = Object.getOwnPropertyDescriptor(table, key);
		if (desc.get) Object.defineProperty(proto, key, {
			...desc,
			enumerable: false
		});
		else defineBound(proto, key, desc.value);
	}
}
/** Shadows a prototype member with an own value, so a getter that builds from the instance runs once. */
function own(inst, key, value, enumerable = true) {
	Object.defineProperty(inst, key, {
		configurable: true,
		writable: true,
		enumerable,
		value
	});
	return value;
}
/** Like {@link own}, for a member that was never an own data property and has to stay out of `Object.keys`. */
function hide(inst, key, value) {
	return own(inst, key, value, false);
}
/** Adds members a table derives from the instance: each builds on first read and shadows as own data, and assignment shadows the same way, as when these were own properties. */
/* @__NO_SIDE_EFFECTS__ */
function derived(computes, table) {
	for (const key in computes) {
		const compute = computes[key];
		Object.defineProperty(table, key, {
			configurable: true,
			enumerable: true,
			get() {
				return own(this, key, compute(this));
			},
			set(value) {
				own(this, key, value);
			}
		});
	}
	return table;
}
function defineBound(proto, key, fn) {
	Object.defineProperty(proto, key, {
		configurable: true,
		get() {
			return this == null ? fn : own(this, key, fn.bind(this));
		},
		set(value) {
			own(this, key, value);
		}
	});
}
/** Returns the prototype to install on, or `undefined` if this group is already installed on it. */
function claim(inst, sentinel) {
	const proto = Object.getPrototypeOf(inst);
	return sentinel in proto ? void 0 : proto;
}
let installing;
let broke = false;
const breaker = {
	configurable: true,
	get() {
		broke = true;
	}
};
/**
* Installs a lazily-derived internal on the `_zod` prototype of `inst`'s
* constructor, computed from the internals object itself and cached there on
* first read. One accessor per constructor rather than one per instance.
*/
function defineLazyInternal(inst, key, compute) {
	const proto = Object.getPrototypeOf(inst._zod);
	if (key in proto && installing !== inst._zod) {
		installing = void 0;
		return;
	}
	installing = inst._zod;
	Object.defineProperty(proto, key, {
		configurable: true,
		get() {
			Object.defineProperty(this, key, breaker);
			const outer = broke;
			broke = false;
			try {
				const value = compute(this);
				if (broke) delete this[key];
				else Object.defineProperty(this, key, {
					configurable: true,
					writable: true,
					value
				});
				broke = broke || outer;
				return value;
			} catch (err) {
				delete this[key];
				broke = broke || outer;
				throw err;
			}
		},
		set(value) {
			Object.defineProperty(this, key, {
				configurable: true,
				writable: true,
				value
			});
		}
	});
}
/**
* Installs `key` on `inst`'s prototype, computed by `make` on first read and cached there as an own
* data property. One accessor per constructor rather than one per instance, because an own accessor
* puts every instance after the first into v8 dictionary mode. The key doubles as the sentinel.
*/
function installLazyProp(inst, key, make, enumerable) {
	const proto = claim(inst, key);
	if (!proto) return;
	Object.defineProperty(proto, key, {
		configurable: true,
		get() {
			const desc = {
				configurable: true,
				writable: true,
				enumerable,
				value: void 0
			};
			Object.defineProperty(this, key, desc);
			desc.value = make(this);
			Object.defineProperty(this, key, desc);
			return desc.value;
		},
		set(value) {
			Object.defineProperty(this, key, {
				configurable: true,
				writable: true,
				enumerable,
				value
			});
		}
	});
}
/** Marks the thunk `_catch` synthesises for a constant catch value. `Function.length` cannot tell that thunk from a user callback — rest and defaulted parameters both report arity 0 — and a user callback reads `ctx.error`, whose issues only finalize correctly against the caller's per-parse error map. Provenance can say what arity cannot. A plain string key rather than `Symbol.for`, whose call at module scope no bundler can prove pure — the same shape that anchored `urlCanParse` into every build. */
const CONSTANT_CATCH = "~constantCatch";
/** Wraps a constant catch value in a thunk tagged with {@link CONSTANT_CATCH}. */
function constantCatch(value) {
	const fn = () => value;
	fn[CONSTANT_CATCH] = true;
	return fn;
}
var _a$1;
const _zodDesc = {
	value: void 0,
	enumerable: false
};
let _E = "captureStackTrace" in Error ? Error : null;
function newError(Definition) {
	const E = _E;
	if (E) {
		const saved = E.stackTraceLimit;
		if (typeof saved === "number") {
			try {
				E.stackTraceLimit = 0;
			} catch {
				_E = null;
				return new Definition();
			}
			try {
				return new Definition();
			} finally {
				E.stackTraceLimit = saved;
			}
		}
	}
	return new Definition();
}
/* @__NO_SIDE_EFFECTS__ */
function $constructor(name, initializer, proto, params) {
	const zodProto = {};
	function Internals(def) {
		this.def = def;
		this.constr = _;
		this.traits = /* @__PURE__ */ new Set();
	}
	Internals.prototype = zodProto;
	const protoMembers = proto;
	const initialized = protoMembers && /* @__PURE__ */ new WeakSet();
	function init(inst, def) {
		if (!inst._zod) {
			_zodDesc.value = new Internals(def);
			try {
				Object.defineProperty(inst, "_zod", _zodDesc);
			} finally {
				_zodDesc.value = void 0;
			}
		} else if (inst._zod.traits.has(name)) return;
		inst._zod.traits.add(name);
		initializer(inst, def);
		if (initialized) {
			const own = Object.getPrototypeOf(inst);
			const ctorProto = inst._zod.constr.prototype;
			let up = own;
			while (up && up !== ctorProto) up = Object.getPrototypeOf(up);
			const target = up ?? own;
			if (!initialized.has(target)) {
				initialized.add(target);
				members(target, protoMembers);
			}
		}
		const proto = _.prototype;
		for (const k in proto) {
			if (!Object.prototype.hasOwnProperty.call(proto, k)) continue;
			if (!(k in inst)) inst[k] = proto[k].bind(inst);
		}
	}
	const Parent = params?.Parent ?? Object;
	class Definition extends Parent {}
	Object.defineProperty(Definition, "name", { value: name });
	function _(def) {
		const inst = params?.Parent ? newError(Definition) : this;
		init(inst, def);
		const deferred = inst._zod.deferred;
		if (deferred) {
			for (const fn of deferred) fn();
			inst._zod.deferred = void 0;
		}
		const pp = globalThis.__zod_globalConfig?.postProcessor;
		if (pp) pp(inst);
		return inst;
	}
	Object.defineProperty(_, "init", { value: init });
	Object.defineProperty(_, Symbol.hasInstance, { value: (inst) => {
		if (params?.Parent && inst instanceof params.Parent) return true;
		return inst?._zod?.traits?.has(name);
	} });
	Object.defineProperty(_, "name", { value: name });
	return _;
}
var $ZodAsyncError = class extends Error {
	constructor() {
		super(`Encountered Promise during synchronous parse. Use .parseAsync() instead.`);
	}
};
var $ZodEncodeError = class extends Error {
	constructor(name) {
		super(`Encountered unidirectional transform during encode: ${name}`);
		this.name = "ZodEncodeError";
	}
};
(_a$1 = globalThis).__zod_globalConfig ?? (_a$1.__zod_globalConfig = {});
const globalConfig = globalThis.__zod_globalConfig;
function config(newConfig) {
	if (newConfig) Object.assign(globalConfig, newConfig);
	return globalConfig;
}
function _getMessage() {
	const internals = this._zod;
	internals.message ?? (internals.message = JSON.stringify(internals.def, jsonStringifyReplacer, 2));
	return internals.message;
}
function _setMessage(value) {
	this._zod.message = value;
}
const _messageDesc = {
	get: _getMessage,
	set: _setMessage,
	enumerable: true,
	configurable: true
};
const _issuesDesc = {
	value: void 0,
	enumerable: false
};
const _installedToString = /* @__PURE__ */ new WeakSet([Object.prototype, Error.prototype]);
const initializer$1 = (inst, def) => {
	inst.name = "$ZodError";
	_issuesDesc.value = def;
	Object.defineProperty(inst, "issues", _issuesDesc);
	_issuesDesc.value = void 0;
	Object.defineProperty(inst, "message", _messageDesc);
	const proto = Object.getPrototypeOf(inst);
	if (!_installedToString.has(proto)) {
		_installedToString.add(proto);
		Object.defineProperty(proto, "toString", {
			configurable: true,
			enumerable: false,
			get() {
				const value = () => this.message;
				Object.defineProperty(this, "toString", {
					value,
					configurable: true,
					writable: true
				});
				return value;
			},
			set(value) {
				Object.defineProperty(this, "toString", {
					value,
					configurable: true,
					writable: true
				});
			}
		});
	}
};
const $ZodError = /* @__PURE__ */ $constructor("$ZodError", initializer$1);
/** Get-or-create `obj[key]` as an own data property. A path segment naming an inherited member
* ("toString", "constructor") would otherwise read through to the prototype, and assigning
* "__proto__" would hit the setter instead of creating a key. */
function node(obj, key, make) {
	if (!Object.prototype.hasOwnProperty.call(obj, key)) {
		if (key === "__proto__") Object.defineProperty(obj, key, {
			value: make(),
			writable: true,
			enumerable: true,
			configurable: true
		});
		else obj[key] = make();
	}
	return obj[key];
}
function flattenError(error, mapper = (issue) => issue.message) {
	const fieldErrors = {};
	const formErrors = [];
	for (const sub of error.issues) if (sub.path.length > 0) node(fieldErrors, sub.path[0], () => []).push(mapper(sub));
	else formErrors.push(mapper(sub));
	return {
		formErrors,
		fieldErrors
	};
}
function formatError(error, mapper = (issue) => issue.message) {
	const fieldErrors = { _errors: [] };
	const processError = (error, path = []) => {
		for (const issue of error.issues) if (issue.code === "invalid_union" && issue.errors.length) issue.errors.map((issues) => processError({ issues }, [...path, ...issue.path]));
		else if (issue.code === "invalid_key") processError({ issues: issue.issues }, [...path, ...issue.path]);
		else if (issue.code === "invalid_element") processError({ issues: issue.issues }, [...path, ...issue.path]);
		else {
			const fullpath = [...path, ...issue.path];
			if (fullpath.length === 0) fieldErrors._errors.push(mapper(issue));
			else {
				let curr = fieldErrors;
				let i = 0;
				while (i < fullpath.length) {
					const el = fullpath[i];
					const terminal = i === fullpath.length - 1;
					if (el === "_errors") {
						if (terminal) curr._errors.push(mapper(issue));
						i++;
						continue;
					}
					if (!Object.prototype.hasOwnProperty.call(curr, el)) Object.defineProperty(curr, el, {
						value: { _errors: [] },
						enumerable: true,
						writable: true,
						configurable: true
					});
					const node = curr[el];
					if (terminal) node._errors.push(mapper(issue));
					curr = node;
					i++;
				}
			}
		}
	};
	processError(error);
	return fieldErrors;
}
function finalizeParams(callee, params) {
	return {
		callee: params?.callee ?? callee,
		Err: params?.Err
	};
}
const _parse = (_Err) => {
	const fn = (schema, value, _ctx, _params) => {
		const ctx = _ctx ? {
			..._ctx,
			async: false
		} : { async: false };
		const result = schema._zod.run({
			value,
			issues: []
		}, ctx);
		if (result instanceof Promise) throw new $ZodAsyncError();
		if (result.issues.length) {
			const e = new ((_params?.Err) ?? _Err)(result.issues.map((iss) => finalizeIssue(iss, ctx, config())));
			captureStackTrace(e, _params?.callee ?? fn);
			throw e;
		}
		return result.value;
	};
	return fn;
};
const _parseAsync = (_Err) => {
	const fn = async (schema, value, _ctx, params) => {
		const ctx = _ctx ? {
			..._ctx,
			async: true
		} : { async: true };
		let result = schema._zod.run({
			value,
			issues: []
		}, ctx);
		if (result instanceof Promise) result = await result;
		if (result.issues.length) {
			const e = new ((params?.Err) ?? _Err)(result.issues.map((iss) => finalizeIssue(iss, ctx, config())));
			captureStackTrace(e, params?.callee ?? fn);
			throw e;
		}
		return result.value;
	};
	return fn;
};
const _safeParse = (_Err) => (schema, value, _ctx) => {
	const ctx = _ctx ? {
		..._ctx,
		async: false
	} : { async: false };
	const result = schema._zod.run({
		value,
		issues: []
	}, ctx);
	if (result instanceof Promise) throw new $ZodAsyncError();
	return result.issues.length ? failure(_Err, result.issues, ctx) : {
		success: true,
		data: result.value
	};
};
function failure(Err, issues, ctx) {
	let error;
	return {
		success: false,
		get error() {
			if (!error) {
				error = new Err(issues.map((iss) => finalizeIssue(iss, ctx, config())));
				issues = void 0;
				ctx = void 0;
			}
			return error;
		},
		set error(e) {
			error = e;
			issues = void 0;
			ctx = void 0;
		}
	};
}
const _safeParseAsync = (_Err) => async (schema, value, _ctx) => {
	const ctx = _ctx ? {
		..._ctx,
		async: true
	} : { async: true };
	let result = schema._zod.run({
		value,
		issues: []
	}, ctx);
	if (result instanceof Promise) result = await result;
	return result.issues.length ? failure(_Err, result.issues, ctx) : {
		success: true,
		data: result.value
	};
};
const COMPILE_INVALID = /* @__PURE__ */ Symbol.for("zod.compile.invalid");
const COMPILE_FALLBACK = /* @__PURE__ */ Symbol.for("zod.compile.fallback");
const validate = ((schema, value, _ctx) => {
	const validator = schema._zod.bag.validator;
	if (validator !== void 0) {
		if (validator(value) !== COMPILE_INVALID) return true;
		if (validator.definite === true && _ctx === void 0) return false;
	}
	return validateFallback(schema, value, _ctx);
});
function validateFallback(schema, value, _ctx) {
	const ctx = _ctx ? {
		..._ctx,
		async: false,
		abortEarly: true
	} : {
		async: false,
		abortEarly: true
	};
	const fallbackRun = schema._zod.bag.fallbackRun;
	let result;
	if (fallbackRun) {
		ctx[COMPILE_FALLBACK] = true;
		result = fallbackRun({
			value,
			issues: []
		}, ctx);
	} else result = schema._zod.run({
		value,
		issues: []
	}, ctx);
	if (result instanceof Promise) throw new $ZodAsyncError();
	return result.issues.length === 0;
}
const validateAsync$1 = async (schema, value, _ctx) => {
	const ctx = _ctx ? {
		..._ctx,
		async: true,
		abortEarly: true
	} : {
		async: true,
		abortEarly: true
	};
	let result = schema._zod.run({
		value,
		issues: []
	}, ctx);
	if (result instanceof Promise) result = await result;
	return result.issues.length === 0;
};
const _encode = (_Err) => {
	const parse = _parse(_Err);
	const fn = (schema, value, _ctx, _params) => {
		const ctx = _ctx ? {
			..._ctx,
			direction: "backward"
		} : { direction: "backward" };
		return parse(schema, value, ctx, finalizeParams(fn, _params));
	};
	return fn;
};
const _decode = (_Err) => {
	const parse = _parse(_Err);
	const fn = (schema, value, _ctx, _params) => {
		return parse(schema, value, _ctx, finalizeParams(fn, _params));
	};
	return fn;
};
const _encodeAsync = (_Err) => {
	const parseAsync = _parseAsync(_Err);
	const fn = async (schema, value, _ctx, _params) => {
		const ctx = _ctx ? {
			..._ctx,
			direction: "backward"
		} : { direction: "backward" };
		return await parseAsync(schema, value, ctx, finalizeParams(fn, _params));
	};
	return fn;
};
const _decodeAsync = (_Err) => {
	const parseAsync = _parseAsync(_Err);
	const fn = async (schema, value, _ctx, _params) => {
		return await parseAsync(schema, value, _ctx, finalizeParams(fn, _params));
	};
	return fn;
};
const _safeEncode = (_Err) => (schema, value, _ctx) => {
	const ctx = _ctx ? {
		..._ctx,
		direction: "backward"
	} : { direction: "backward" };
	return _safeParse(_Err)(schema, value, ctx);
};
const _safeDecode = (_Err) => (schema, value, _ctx) => {
	return _safeParse(_Err)(schema, value, _ctx);
};
const _safeEncodeAsync = (_Err) => async (schema, value, _ctx) => {
	const ctx = _ctx ? {
		..._ctx,
		direction: "backward"
	} : { direction: "backward" };
	return _safeParseAsync(_Err)(schema, value, ctx);
};
const _safeDecodeAsync = (_Err) => async (schema, value, _ctx) => {
	return _safeParseAsync(_Err)(schema, value, _ctx);
};
/**
* @deprecated CUID v1 is deprecated by its authors due to information leakage
* (timestamps embedded in the id). Use {@link cuid2} instead.
* See https://github.com/paralleldrive/cuid.
*/
const cuid = /^[cC][0-9a-z]{6,}$/;
const cuid2 = /^[0-9a-z]+$/;
const ulid = /^[0-7][0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{25}$/;
const xid = /^[0-9a-vA-V]{20}$/;
const ksuid = /^[A-Za-z0-9]{27}$/;
const nanoid = /^[a-zA-Z0-9_-]{21}$/;
function nanoidOfLength(length) {
	return new RegExp(`^[a-zA-Z0-9_-]{${length}}$`);
}
/** ISO 8601-1 duration regex. Does not support the 8601-2 extensions like negative durations or fractional/negative components. */
const duration = /^P(?:(\d+W)|(?!.*W)(?=\d|T\d)(\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+([.,]\d+)?S)?)?)$/;
/** A regex for any UUID-like identifier: 8-4-4-4-12 hex pattern */
const guid = /^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})$/;
/** Returns a regex for validating an RFC 9562/4122 UUID.
*
* @param version Optionally specify a version 1-8. If no version is specified, all versions are supported. */
const uuid = (version) => {
	if (!version) return /^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$/;
	return new RegExp(`^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-${version}[0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12})$`);
};
/** Practical email validation */
const email = /^(?:[A-Za-z0-9_'+\-]+\.)*[A-Za-z0-9_'+\-]*[A-Za-z0-9_+-]@(?:[A-Za-z0-9][A-Za-z0-9\-]*\.)+[A-Za-z]{2,}$/;
const _emoji$1 = `^(?=[\\s\\S]*[\\p{Extended_Pictographic}\\p{Regional_Indicator}\\u20E3])[\\p{Extended_Pictographic}\\p{Emoji_Component}]+$`;
function emoji() {
	return new RegExp(_emoji$1, "u");
}
const ipv4 = /^(?:(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9][0-9]|[0-9])\.){3}(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9][0-9]|[0-9])$/;
const ipv6 = /^(([0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}|([0-9a-fA-F]{1,4}:){1,7}:|([0-9a-fA-F]{1,4}:){1,6}:[0-9a-fA-F]{1,4}|([0-9a-fA-F]{1,4}:){1,5}(:[0-9a-fA-F]{1,4}){1,2}|([0-9a-fA-F]{1,4}:){1,4}(:[0-9a-fA-F]{1,4}){1,3}|([0-9a-fA-F]{1,4}:){1,3}(:[0-9a-fA-F]{1,4}){1,4}|([0-9a-fA-F]{1,4}:){1,2}(:[0-9a-fA-F]{1,4}){1,5}|[0-9a-fA-F]{1,4}:((:[0-9a-fA-F]{1,4}){1,6})|:((:[0-9a-fA-F]{1,4}){1,7}|:))$/;
const cidrv4 = /^((25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9][0-9]|[0-9])\.){3}(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9][0-9]|[0-9])\/([0-9]|[1-2][0-9]|3[0-2])$/;
const cidrv6 = /^(([0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}|([0-9a-fA-F]{1,4}:){1,7}:|([0-9a-fA-F]{1,4}:){1,6}:[0-9a-fA-F]{1,4}|([0-9a-fA-F]{1,4}:){1,5}(:[0-9a-fA-F]{1,4}){1,2}|([0-9a-fA-F]{1,4}:){1,4}(:[0-9a-fA-F]{1,4}){1,3}|([0-9a-fA-F]{1,4}:){1,3}(:[0-9a-fA-F]{1,4}){1,4}|([0-9a-fA-F]{1,4}:){1,2}(:[0-9a-fA-F]{1,4}){1,5}|[0-9a-fA-F]{1,4}:((:[0-9a-fA-F]{1,4}){1,6})|:((:[0-9a-fA-F]{1,4}){1,7}|:))\/(12[0-8]|1[01][0-9]|[1-9]?[0-9])$/;
const base64 = /^$|^(?:[0-9a-zA-Z+/]{4})*(?:(?:[0-9a-zA-Z+/]{2}==)|(?:[0-9a-zA-Z+/]{3}=))?$/;
const base64url = /^(?:[A-Za-z0-9_-]{4})*(?:[A-Za-z0-9_-]{2,3})?$/;
const httpProtocol = /^https?$/;
const e164 = /^\+[1-9]\d{6,14}$/;
const dateSource = `(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))`;
/** Anchors a pattern source. The interpolation lives here rather than at the call site because
* esbuild will not drop a `@__PURE__` call whose own argument interpolates a variable, but it
* will drop `anchor(dateSource)`. Keeping it inline pinned `date` into every bundle. */
function anchor(source) {
	return new RegExp(`^${source}$`);
}
const date = /*@__PURE__*/ anchor(dateSource);
function timeSource(args) {
	const hhmm = `(?:[01]\\d|2[0-3]):[0-5]\\d`;
	return typeof args.precision === "number" ? args.precision === -1 ? `${hhmm}` : args.precision === 0 ? `${hhmm}:[0-5]\\d` : `${hhmm}:[0-5]\\d\\.\\d{${args.precision}}` : args.seconds ? `${hhmm}:[0-5]\\d(?:\\.\\d+)?` : `${hhmm}(?::[0-5]\\d(?:\\.\\d+)?)?`;
}
function time(args) {
	return new RegExp(`^${timeSource(args)}$`);
}
function datetime$1(args) {
	const opts = ["Z"];
	if (args.offset) opts.push(`([+-](?:[01]\\d|2[0-3]):[0-5]\\d)`);
	const qualified = `${timeSource({
		precision: args.precision,
		seconds: true
	})}(?:${opts.join("|")})`;
	const timeRegex = args.local ? `${qualified}|${timeSource({ precision: args.precision })}` : qualified;
	return new RegExp(`^${dateSource}T(?:${timeRegex})$`);
}
const anyString = /^[\s\S]{0,}$/;
const integer = /^-?\d+$/;
const number$2 = /^-?\d+(?:\.\d+)?$/;
const boolean$1 = /^(?:true|false)$/i;
const _null$2 = /^null$/i;
const lowercase = /^[^A-Z]*$/;
const uppercase = /^[^a-z]*$/;
const $ZodCheck = /*@__PURE__*/ $constructor("$ZodCheck", (inst, def) => {
	var _a;
	inst._zod ?? (inst._zod = {});
	inst._zod.def = def;
	(_a = inst._zod).onattach ?? (_a.onattach = []);
});
/** Default `when` for length-based checks: run only on non-nullish values with a `length`. */
const _whenHasLength = (payload) => {
	const val = payload.value;
	return !nullish(val) && val.length !== void 0;
};
const numericOriginMap = {
	number: "number",
	bigint: "bigint",
	object: "date"
};
const $ZodCheckLessThan = /*@__PURE__*/ $constructor("$ZodCheckLessThan", (inst, def) => {
	$ZodCheck.init(inst, def);
	const origin = numericOriginMap[typeof def.value];
	inst._zod.check = (payload) => {
		if (def.inclusive ? payload.value <= def.value : payload.value < def.value) return;
		payload.issues.push({
			origin: numericOriginMap[typeof payload.value] ?? origin,
			code: "too_big",
			maximum: typeof def.value === "object" ? def.value.getTime() : def.value,
			input: payload.value,
			inclusive: def.inclusive,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckGreaterThan = /*@__PURE__*/ $constructor("$ZodCheckGreaterThan", (inst, def) => {
	$ZodCheck.init(inst, def);
	const origin = numericOriginMap[typeof def.value];
	inst._zod.check = (payload) => {
		if (def.inclusive ? payload.value >= def.value : payload.value > def.value) return;
		payload.issues.push({
			origin: numericOriginMap[typeof payload.value] ?? origin,
			code: "too_small",
			minimum: typeof def.value === "object" ? def.value.getTime() : def.value,
			input: payload.value,
			inclusive: def.inclusive,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckMultipleOf = /*@__PURE__*/ $constructor("$ZodCheckMultipleOf", (inst, def) => {
	$ZodCheck.init(inst, def);
	inst._zod.check = (payload) => {
		if (typeof payload.value !== typeof def.value) throw new Error("Cannot mix number and bigint in multiple_of check.");
		if (typeof payload.value === "bigint" ? def.value !== BigInt(0) && payload.value % def.value === BigInt(0) : floatSafeRemainder(payload.value, def.value) === 0) return;
		payload.issues.push({
			origin: typeof payload.value,
			code: "not_multiple_of",
			divisor: def.value,
			input: payload.value,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckNumberFormat = /*@__PURE__*/ $constructor("$ZodCheckNumberFormat", (inst, def) => {
	$ZodCheck.init(inst, def);
	def.format = def.format || "float64";
	const isInt = def.format?.includes("int");
	const origin = isInt ? "int" : "number";
	const [minimum, maximum] = NUMBER_FORMAT_RANGES[def.format];
	inst._zod.check = (payload) => {
		const input = payload.value;
		if (isInt) {
			if (!Number.isInteger(input)) {
				payload.issues.push({
					expected: origin,
					format: def.format,
					code: "invalid_type",
					continue: false,
					input,
					inst
				});
				return;
			}
			if (!Number.isSafeInteger(input)) {
				if (input > 0) payload.issues.push({
					input,
					code: "too_big",
					maximum: Number.MAX_SAFE_INTEGER,
					note: "Integers must be within the safe integer range.",
					inst,
					origin,
					inclusive: true,
					continue: !def.abort
				});
				else payload.issues.push({
					input,
					code: "too_small",
					minimum: Number.MIN_SAFE_INTEGER,
					note: "Integers must be within the safe integer range.",
					inst,
					origin,
					inclusive: true,
					continue: !def.abort
				});
				return;
			}
		}
		if (input < minimum) payload.issues.push({
			origin: "number",
			input,
			code: "too_small",
			minimum,
			inclusive: true,
			inst,
			continue: !def.abort
		});
		if (input > maximum) payload.issues.push({
			origin: "number",
			input,
			code: "too_big",
			maximum,
			inclusive: true,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckMaxLength = /*@__PURE__*/ $constructor("$ZodCheckMaxLength", (inst, def) => {
	var _a;
	$ZodCheck.init(inst, def);
	(_a = inst._zod.def).when ?? (_a.when = _whenHasLength);
	inst._zod.check = (payload) => {
		const input = payload.value;
		const units = input.length;
		if ((typeof input === "string" && units > def.maximum ? codePointLength(input) : units) <= def.maximum) return;
		const origin = getLengthableOrigin(input);
		payload.issues.push({
			origin,
			code: "too_big",
			maximum: def.maximum,
			inclusive: true,
			input,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckMinLength = /*@__PURE__*/ $constructor("$ZodCheckMinLength", (inst, def) => {
	var _a;
	$ZodCheck.init(inst, def);
	(_a = inst._zod.def).when ?? (_a.when = _whenHasLength);
	inst._zod.check = (payload) => {
		const input = payload.value;
		const units = input.length;
		if ((typeof input === "string" && units >= def.minimum && units < def.minimum * 2 ? codePointLength(input) : units) >= def.minimum) return;
		const origin = getLengthableOrigin(input);
		payload.issues.push({
			origin,
			code: "too_small",
			minimum: def.minimum,
			inclusive: true,
			input,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckLengthEquals = /*@__PURE__*/ $constructor("$ZodCheckLengthEquals", (inst, def) => {
	var _a;
	$ZodCheck.init(inst, def);
	(_a = inst._zod.def).when ?? (_a.when = _whenHasLength);
	inst._zod.check = (payload) => {
		const input = payload.value;
		const units = input.length;
		const length = typeof input === "string" && units >= def.length && units <= def.length * 2 ? codePointLength(input) : units;
		if (length === def.length) return;
		const origin = getLengthableOrigin(input);
		const tooBig = length > def.length;
		payload.issues.push({
			origin,
			...tooBig ? {
				code: "too_big",
				maximum: def.length
			} : {
				code: "too_small",
				minimum: def.length
			},
			inclusive: true,
			exact: true,
			input: payload.value,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckStringFormat = /*@__PURE__*/ $constructor("$ZodCheckStringFormat", (inst, def) => {
	var _a, _b;
	$ZodCheck.init(inst, def);
	if (def.pattern) (_a = inst._zod).check ?? (_a.check = (payload) => {
		def.pattern.lastIndex = 0;
		if (def.pattern.test(payload.value)) return;
		payload.issues.push({
			origin: "string",
			code: "invalid_format",
			format: def.format,
			input: payload.value,
			...def.pattern ? { pattern: def.pattern.toString() } : {},
			inst,
			continue: !def.abort
		});
	});
	else (_b = inst._zod).check ?? (_b.check = () => {});
});
const $ZodCheckRegex = /*@__PURE__*/ $constructor("$ZodCheckRegex", (inst, def) => {
	$ZodCheckStringFormat.init(inst, def);
	inst._zod.check = (payload) => {
		def.pattern.lastIndex = 0;
		if (def.pattern.test(payload.value)) return;
		payload.issues.push({
			origin: "string",
			code: "invalid_format",
			format: "regex",
			input: payload.value,
			pattern: def.pattern.toString(),
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckLowerCase = /*@__PURE__*/ $constructor("$ZodCheckLowerCase", (inst, def) => {
	def.pattern ?? (def.pattern = lowercase);
	$ZodCheckStringFormat.init(inst, def);
});
const $ZodCheckUpperCase = /*@__PURE__*/ $constructor("$ZodCheckUpperCase", (inst, def) => {
	def.pattern ?? (def.pattern = uppercase);
	$ZodCheckStringFormat.init(inst, def);
});
const $ZodCheckIncludes = /*@__PURE__*/ $constructor("$ZodCheckIncludes", (inst, def) => {
	$ZodCheck.init(inst, def);
	const escapedRegex = escapeRegex(def.includes);
	def.pattern = new RegExp(typeof def.position === "number" ? `^.{${def.position},}${escapedRegex}` : escapedRegex);
	inst._zod.check = (payload) => {
		if (payload.value.includes(def.includes, def.position)) return;
		payload.issues.push({
			origin: "string",
			code: "invalid_format",
			format: "includes",
			includes: def.includes,
			input: payload.value,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckStartsWith = /*@__PURE__*/ $constructor("$ZodCheckStartsWith", (inst, def) => {
	$ZodCheck.init(inst, def);
	const pattern = new RegExp(`^${escapeRegex(def.prefix)}.*`);
	def.pattern ?? (def.pattern = pattern);
	inst._zod.check = (payload) => {
		if (payload.value.startsWith(def.prefix)) return;
		payload.issues.push({
			origin: "string",
			code: "invalid_format",
			format: "starts_with",
			prefix: def.prefix,
			input: payload.value,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckEndsWith = /*@__PURE__*/ $constructor("$ZodCheckEndsWith", (inst, def) => {
	$ZodCheck.init(inst, def);
	const pattern = new RegExp(`.*${escapeRegex(def.suffix)}$`);
	def.pattern ?? (def.pattern = pattern);
	inst._zod.check = (payload) => {
		if (payload.value.endsWith(def.suffix)) return;
		payload.issues.push({
			origin: "string",
			code: "invalid_format",
			format: "ends_with",
			suffix: def.suffix,
			input: payload.value,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckOverwrite = /*@__PURE__*/ $constructor("$ZodCheckOverwrite", (inst, def) => {
	$ZodCheck.init(inst, def);
	inst._zod.check = (payload) => {
		payload.value = def.tx(payload.value);
	};
});
var Doc = class {
	constructor(args = [], closed = {}) {
		this.content = [];
		this.indent = 0;
		this.args = args;
		this.closed = closed;
	}
	indented(fn) {
		this.indent += 1;
		try {
			fn(this);
		} finally {
			this.indent -= 1;
		}
	}
	write(arg) {
		if (typeof arg === "function") {
			arg(this, { execution: "sync" });
			arg(this, { execution: "async" });
			return;
		}
		const lines = arg.split("\n").filter((x) => x);
		const minIndent = Math.min(...lines.map((x) => x.length - x.trimStart().length));
		const dedented = lines.map((x) => x.slice(minIndent)).map((x) => " ".repeat(this.indent * 2) + x);
		for (const line of dedented) this.content.push(line);
	}
	compile() {
		const F = Function;
		const content = this?.content ?? [``];
		return new F(...Object.keys(this.closed), `return function (${this.args.join(", ")}) {\n${content.join("\n")}\n};`)(...Object.values(this.closed));
	}
};
const version = {
	major: 4,
	minor: 6,
	patch: 7
};
const $ZodType = /*@__PURE__*/ $constructor("$ZodType", (inst, def) => {
	var _a;
	inst ?? (inst = {});
	inst._zod.def = def;
	inst._zod.bag = inst._zod.bag || {};
	inst._zod.version = version;
	const defChecks = inst._zod.def.checks;
	const checks = inst._zod.traits.has("$ZodCheck") ? [inst, ...defChecks ?? []] : defChecks?.length ? [...defChecks] : [];
	for (const ch of checks) for (const fn of ch._zod.onattach) fn(inst);
	if (checks.length === 0) {
		(_a = inst._zod).deferred ?? (_a.deferred = []);
		inst._zod.deferred?.push(() => {
			inst._zod.run = inst._zod.parse;
		});
	} else {
		const runChecks = (payload, checks, ctx) => {
			if (payload.memo) return payload;
			let isAborted = aborted(payload);
			let asyncResult;
			for (const ch of checks) {
				if (ch._zod.def.when) {
					if (explicitlyAborted(payload)) continue;
					if (!ch._zod.def.when(payload)) continue;
				} else if (isAborted) continue;
				const currLen = payload.issues.length;
				const _ = ch._zod.check(payload);
				if (_ instanceof Promise && ctx?.async === false) throw new $ZodAsyncError();
				if (asyncResult || _ instanceof Promise) asyncResult = (asyncResult ?? Promise.resolve()).then(async () => {
					await _;
					if (payload.issues.length === currLen) return;
					attachSchema(payload.issues, currLen, inst);
					if (!isAborted) isAborted = aborted(payload, currLen);
				});
				else {
					if (payload.issues.length === currLen) continue;
					attachSchema(payload.issues, currLen, inst);
					if (!isAborted) isAborted = aborted(payload, currLen);
				}
			}
			if (asyncResult) return asyncResult.then(() => {
				return payload;
			});
			return payload;
		};
		const handleCanaryResult = (canary, payload, ctx) => {
			if (aborted(canary)) {
				canary.aborted = true;
				return canary;
			}
			const checkResult = runChecks(payload, checks, ctx);
			if (checkResult instanceof Promise) {
				if (ctx.async === false) throw new $ZodAsyncError();
				return checkResult.then((checkResult) => inst._zod.parse(checkResult, ctx));
			}
			return inst._zod.parse(checkResult, ctx);
		};
		inst._zod.run = (payload, ctx) => {
			if (ctx.skipChecks) return inst._zod.parse(payload, ctx);
			if (ctx.direction === "backward") {
				const canary = inst._zod.parse({
					value: payload.value,
					issues: []
				}, {
					...ctx,
					skipChecks: true
				});
				if (canary instanceof Promise) return canary.then((canary) => {
					return handleCanaryResult(canary, payload, ctx);
				});
				return handleCanaryResult(canary, payload, ctx);
			}
			const result = inst._zod.parse(payload, ctx);
			if (result instanceof Promise) {
				if (ctx.async === false) throw new $ZodAsyncError();
				return result.then((result) => runChecks(result, checks, ctx));
			}
			return runChecks(result, checks, ctx);
		};
	}
}, {
	get "~standard"() {
		return hide(this, "~standard", standardProps(this));
	},
	set "~standard"(value) {
		own(this, "~standard", value);
	}
});
/** The Standard Schema surface for `inst`. Shared so wrappers can extend it without forcing it. */
const toStandardResult = (r, ctx) => r.issues.length ? { issues: r.issues.map((iss) => finalizeIssue(iss, ctx, config())) } : { value: r.value };
async function validateAsync(inst, value) {
	const ctx = { async: true };
	return toStandardResult(await inst._zod.run({
		value,
		issues: []
	}, ctx), ctx);
}
function standardProps(inst) {
	return {
		validate: (value) => {
			const ctx = { async: false };
			try {
				const r = inst._zod.run({
					value,
					issues: []
				}, ctx);
				if (!(r instanceof Promise)) return toStandardResult(r, ctx);
			} catch (_) {}
			return validateAsync(inst, value);
		},
		vendor: "zod",
		version: 1
	};
}
const $ZodString = /*@__PURE__*/ $constructor("$ZodString", (inst, def) => {
	$ZodType.init(inst, def);
	inst._zod.pattern = def.pattern ?? anyString;
	inst._zod.parse = (payload, _) => {
		if (def.coerce) try {
			payload.value = String(payload.value);
		} catch (_) {}
		if (typeof payload.value === "string") return payload;
		payload.issues.push({
			expected: "string",
			code: "invalid_type",
			input: payload.value,
			inst
		});
		return payload;
	};
});
const $ZodStringFormat = /*@__PURE__*/ $constructor("$ZodStringFormat", (inst, def) => {
	$ZodCheckStringFormat.init(inst, def);
	$ZodString.init(inst, def);
});
const $ZodGUID = /*@__PURE__*/ $constructor("$ZodGUID", (inst, def) => {
	def.pattern ?? (def.pattern = guid);
	$ZodStringFormat.init(inst, def);
});
const $ZodUUID = /*@__PURE__*/ $constructor("$ZodUUID", (inst, def) => {
	if (def.version) {
		const v = {
			v1: 1,
			v2: 2,
			v3: 3,
			v4: 4,
			v5: 5,
			v6: 6,
			v7: 7,
			v8: 8
		}[def.version];
		if (v === void 0) throw new Error(`Invalid UUID version: "${def.version}"`);
		def.pattern ?? (def.pattern = uuid(v));
	} else def.pattern ?? (def.pattern = uuid());
	$ZodStringFormat.init(inst, def);
});
const $ZodEmail = /*@__PURE__*/ $constructor("$ZodEmail", (inst, def) => {
	def.pattern ?? (def.pattern = email);
	$ZodStringFormat.init(inst, def);
});
function canParseURL(input) {
	try {
		if (typeof URL !== "undefined" && typeof URL.canParse === "function") return URL.canParse(input);
		new URL(input);
		return true;
	} catch {
		return false;
	}
}
function validateURL(trimmed, def) {
	if (!("normalize" in def) && !("hostname" in def) && !("protocol" in def)) return canParseURL(trimmed) || 2;
	return parseURLObject(trimmed, def);
}
/** Parses a URL while preserving the non-normalizing HTTP guard. */
function parseURLObject(trimmed, def) {
	if (!def.normalize && def.protocol?.source === httpProtocol.source && !/^https?:\/\//i.test(trimmed)) return 1;
	try {
		if (typeof URL !== "undefined") {
			const URLStatic = URL;
			if (typeof URLStatic.parse === "function") return URLStatic.parse(trimmed) ?? 2;
		}
		return new URL(trimmed);
	} catch {
		return 2;
	}
}
const asciiTabOrNewline = /[\t\n\r]/g;
/** The URL parser deletes every ASCII tab, LF and CR from its input before it parses, so `new URL("https://exa\nmple.com")` reports on `example.com`. Applying the same deletion to the returned value closes the half of that divergence which can move the host; the parser's other rewrite, stripping C0 controls at the edges, cannot. */
function stripTabAndNewline(value) {
	return value.replace(asciiTabOrNewline, "");
}
function urlHostnameOk(url, hostname) {
	hostname.lastIndex = 0;
	return hostname.test(url.hostname);
}
function urlProtocolOk(url, protocol) {
	protocol.lastIndex = 0;
	return protocol.test(url.protocol.endsWith(":") ? url.protocol.slice(0, -1) : url.protocol);
}
const $ZodURL = /*@__PURE__*/ $constructor("$ZodURL", (inst, def) => {
	$ZodStringFormat.init(inst, def);
	inst._zod.check = (payload) => {
		try {
			const trimmed = payload.value.trim();
			const url = validateURL(trimmed, def);
			if (url === 1) {
				payload.issues.push({
					code: "invalid_format",
					format: "url",
					note: "Invalid URL format",
					input: payload.value,
					inst,
					continue: !def.abort
				});
				return;
			}
			if (url === 2) {
				payload.issues.push({
					code: "invalid_format",
					format: "url",
					input: payload.value,
					inst,
					continue: !def.abort
				});
				return;
			}
			if (url === true) {
				payload.value = stripTabAndNewline(trimmed);
				return;
			}
			if (def.hostname && !urlHostnameOk(url, def.hostname)) payload.issues.push({
				code: "invalid_format",
				format: "url",
				note: "Invalid hostname",
				pattern: def.hostname.source,
				input: payload.value,
				inst,
				continue: !def.abort
			});
			if (def.protocol && !urlProtocolOk(url, def.protocol)) payload.issues.push({
				code: "invalid_format",
				format: "url",
				note: "Invalid protocol",
				pattern: def.protocol.source,
				input: payload.value,
				inst,
				continue: !def.abort
			});
			payload.value = def.normalize ? url.href : stripTabAndNewline(trimmed);
			return;
		} catch (_) {
			payload.issues.push({
				code: "invalid_format",
				format: "url",
				input: payload.value,
				inst,
				continue: !def.abort
			});
		}
	};
});
const $ZodEmoji = /*@__PURE__*/ $constructor("$ZodEmoji", (inst, def) => {
	def.pattern ?? (def.pattern = emoji());
	$ZodStringFormat.init(inst, def);
});
const $ZodNanoID = /*@__PURE__*/ $constructor("$ZodNanoID", (inst, def) => {
	if (def.length !== void 0 && (!Number.isInteger(def.length) || def.length < 1)) throw new Error(`Invalid nanoid length: ${def.length}`);
	def.pattern ?? (def.pattern = def.length === void 0 ? nanoid : nanoidOfLength(def.length));
	$ZodStringFormat.init(inst, def);
});
/**
* @deprecated CUID v1 is deprecated by its authors due to information leakage
* (timestamps embedded in the id). Use {@link $ZodCUID2} instead.
* See https://github.com/paralleldrive/cuid.
*/
const $ZodCUID = /*@__PURE__*/ $constructor("$ZodCUID", (inst, def) => {
	def.pattern ?? (def.pattern = cuid);
	$ZodStringFormat.init(inst, def);
});
const $ZodCUID2 = /*@__PURE__*/ $constructor("$ZodCUID2", (inst, def) => {
	def.pattern ?? (def.pattern = cuid2);
	$ZodStringFormat.init(inst, def);
});
const $ZodULID = /*@__PURE__*/ $constructor("$ZodULID", (inst, def) => {
	def.pattern ?? (def.pattern = ulid);
	$ZodStringFormat.init(inst, def);
});
const $ZodXID = /*@__PURE__*/ $constructor("$ZodXID", (inst, def) => {
	def.pattern ?? (def.pattern = xid);
	$ZodStringFormat.init(inst, def);
});
const $ZodKSUID = /*@__PURE__*/ $constructor("$ZodKSUID", (inst, def) => {
	def.pattern ?? (def.pattern = ksuid);
	$ZodStringFormat.init(inst, def);
});
const $ZodISODateTime = /*@__PURE__*/ $constructor("$ZodISODateTime", (inst, def) => {
	def.pattern ?? (def.pattern = datetime$1(def));
	$ZodStringFormat.init(inst, def);
});
const $ZodISODate = /*@__PURE__*/ $constructor("$ZodISODate", (inst, def) => {
	def.pattern ?? (def.pattern = date);
	$ZodStringFormat.init(inst, def);
});
const $ZodISOTime = /*@__PURE__*/ $constructor("$ZodISOTime", (inst, def) => {
	def.pattern ?? (def.pattern = time(def));
	$ZodStringFormat.init(inst, def);
});
const $ZodISODuration = /*@__PURE__*/ $constructor("$ZodISODuration", (inst, def) => {
	def.pattern ?? (def.pattern = duration);
	$ZodStringFormat.init(inst, def);
});
const $ZodIPv4 = /*@__PURE__*/ $constructor("$ZodIPv4", (inst, def) => {
	def.pattern ?? (def.pattern = ipv4);
	$ZodStringFormat.init(inst, def);
});
/** An IPv6 address is written with hex digits, colons and dots, and nothing else. The guard is what makes the check below an IPv6 check: `new URL("http://[...]")` parses an authority, not an address, so `@` and `\` re-delimit it and `"::@1\\"` validates against the host `0.0.0.1`. The URL parser also deletes ASCII tab, LF and CR rather than failing, which is how `"::1\n"` validated as `::1`. */
const ipv6Alphabet = /^[0-9a-fA-F:.]+$/;
function isValidIPv6(value) {
	if (!ipv6Alphabet.test(value)) return false;
	return canParseURL(`http://[${value}]`);
}
const $ZodIPv6 = /*@__PURE__*/ $constructor("$ZodIPv6", (inst, def) => {
	def.pattern ?? (def.pattern = ipv6);
	$ZodStringFormat.init(inst, def);
	inst._zod.check = (payload) => {
		if (!isValidIPv6(payload.value)) payload.issues.push({
			code: "invalid_format",
			format: "ipv6",
			input: payload.value,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCIDRv4 = /*@__PURE__*/ $constructor("$ZodCIDRv4", (inst, def) => {
	def.pattern ?? (def.pattern = cidrv4);
	$ZodStringFormat.init(inst, def);
});
function isValidCIDRv6(value) {
	const parts = value.split("/");
	if (parts.length !== 2) return false;
	const [address, prefix] = parts;
	if (!prefix) return false;
	const prefixNum = Number(prefix);
	if (`${prefixNum}` !== prefix) return false;
	if (prefixNum < 0 || prefixNum > 128) return false;
	return isValidIPv6(address);
}
const $ZodCIDRv6 = /*@__PURE__*/ $constructor("$ZodCIDRv6", (inst, def) => {
	def.pattern ?? (def.pattern = cidrv6);
	$ZodStringFormat.init(inst, def);
	inst._zod.check = (payload) => {
		if (!isValidCIDRv6(payload.value)) payload.issues.push({
			code: "invalid_format",
			format: "cidrv6",
			input: payload.value,
			inst,
			continue: !def.abort
		});
	};
});
function isValidBase64(data) {
	if (data === "") return true;
	if (/\s/.test(data)) return false;
	if (data.length % 4 !== 0) return false;
	try {
		atob(data);
		return true;
	} catch {
		return false;
	}
}
const base64Charset = /^[0-9a-zA-Z+/]*={0,2}$/;
const $ZodBase64 = /*@__PURE__*/ $constructor("$ZodBase64", (inst, def) => {
	def.pattern ?? (def.pattern = base64Charset);
	$ZodStringFormat.init(inst, def);
	inst._zod.check = (payload) => {
		if (isValidBase64(payload.value)) return;
		payload.issues.push({
			code: "invalid_format",
			format: "base64",
			input: payload.value,
			inst,
			continue: !def.abort
		});
	};
});
const base64urlCharset = /^[A-Za-z0-9_-]*$/;
function isValidBase64URL(data) {
	if (!base64urlCharset.test(data)) return false;
	const base64 = data.replace(/[-_]/g, (c) => c === "-" ? "+" : "/");
	return isValidBase64(base64.padEnd(Math.ceil(base64.length / 4) * 4, "="));
}
const $ZodBase64URL = /*@__PURE__*/ $constructor("$ZodBase64URL", (inst, def) => {
	def.pattern ?? (def.pattern = base64urlCharset);
	$ZodStringFormat.init(inst, def);
	inst._zod.check = (payload) => {
		if (isValidBase64URL(payload.value)) return;
		payload.issues.push({
			code: "invalid_format",
			format: "base64url",
			input: payload.value,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodE164 = /*@__PURE__*/ $constructor("$ZodE164", (inst, def) => {
	def.pattern ?? (def.pattern = e164);
	$ZodStringFormat.init(inst, def);
});
function isValidJWT(token, algorithm = null) {
	try {
		const tokensParts = token.split(".");
		if (tokensParts.length !== 3) return false;
		const [header] = tokensParts;
		if (!header) return false;
		const parsedHeader = JSON.parse(atob(header));
		if ("typ" in parsedHeader && parsedHeader?.typ !== "JWT") return false;
		if (!parsedHeader.alg) return false;
		if (algorithm && (!("alg" in parsedHeader) || parsedHeader.alg !== algorithm)) return false;
		return true;
	} catch {
		return false;
	}
}
const $ZodJWT = /*@__PURE__*/ $constructor("$ZodJWT", (inst, def) => {
	$ZodStringFormat.init(inst, def);
	inst._zod.check = (payload) => {
		if (isValidJWT(payload.value, def.alg)) return;
		payload.issues.push({
			code: "invalid_format",
			format: "jwt",
			input: payload.value,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodNumber = /*@__PURE__*/ $constructor("$ZodNumber", (inst, def) => {
	$ZodType.init(inst, def);
	inst._zod.pattern = number$2;
	inst._zod.parse = (payload, _ctx) => {
		if (def.coerce) try {
			payload.value = Number(payload.value);
		} catch (_) {}
		const input = payload.value;
		if (typeof input === "number" && !Number.isNaN(input) && Number.isFinite(input)) return payload;
		const received = typeof input === "number" ? Number.isNaN(input) ? "NaN" : !Number.isFinite(input) ? String(input) : void 0 : void 0;
		payload.issues.push({
			expected: "number",
			code: "invalid_type",
			input,
			inst,
			...received ? { received } : {}
		});
		return payload;
	};
});
const $ZodNumberFormat = /*@__PURE__*/ $constructor("$ZodNumberFormat", (inst, def) => {
	$ZodCheckNumberFormat.init(inst, def);
	$ZodNumber.init(inst, def);
});
const $ZodBoolean = /*@__PURE__*/ $constructor("$ZodBoolean", (inst, def) => {
	$ZodType.init(inst, def);
	inst._zod.pattern = boolean$1;
	inst._zod.parse = (payload, _ctx) => {
		if (def.coerce) try {
			payload.value = Boolean(payload.value);
		} catch (_) {}
		const input = payload.value;
		if (typeof input === "boolean") return payload;
		payload.issues.push({
			expected: "boolean",
			code: "invalid_type",
			input,
			inst
		});
		return payload;
	};
});
const $ZodNull = /*@__PURE__*/ $constructor("$ZodNull", (inst, def) => {
	$ZodType.init(inst, def);
	inst._zod.pattern = _null$2;
	inst._zod.values = /* @__PURE__ */ new Set([null]);
	inst._zod.parse = (payload, _ctx) => {
		const input = payload.value;
		if (input === null) return payload;
		payload.issues.push({
			expected: "null",
			code: "invalid_type",
			input,
			inst
		});
		return payload;
	};
});
const $ZodUnknown = /*@__PURE__*/ $constructor("$ZodUnknown", (inst, def) => {
	$ZodType.init(inst, def);
	inst._zod.parse = (payload) => payload;
});
const $ZodNever = /*@__PURE__*/ $constructor("$ZodNever", (inst, def) => {
	$ZodType.init(inst, def);
	inst._zod.parse = (payload, _ctx) => {
		payload.issues.push({
			expected: "never",
			code: "invalid_type",
			input: payload.value,
			inst
		});
		return payload;
	};
});
function capSize(inst, size) {
	const caps = sizeCaps(inst._zod.def.checks);
	if (!caps.length) return;
	const cap = Math.min(...caps.map((c) => c[0]));
	const parse = inst._zod.parse;
	inst._zod.parse = (payload, ctx) => {
		const n = size(payload.value);
		if (n > cap && !ctx?.skipChecks && ctx?.direction !== "backward") {
			for (const [max, ch] of sizeCaps(inst._zod.def.checks)) if (n > max && ch._zod.def.when(payload)) {
				const start = payload.issues.length;
				ch._zod.check(payload);
				payload.issues[start].continue = false;
				attachSchema(payload.issues, start, inst);
				return payload;
			}
		}
		return parse(payload, ctx);
	};
}
const arraySize = (input) => Array.isArray(input) ? input.length : -1;
function handleArrayResult(result, final, index) {
	if (result.issues.length) final.issues.push(...prefixIssues(index, result.issues));
	final.value[index] = result.value;
}
const $ZodArray = /*@__PURE__*/ $constructor("$ZodArray", (inst, def) => {
	$ZodType.init(inst, def);
	const memo = globalConfig.memoizer;
	memo?.attach(inst);
	inst._zod.parse = (payload, ctx) => {
		const input = payload.value;
		if (!Array.isArray(input)) {
			payload.issues.push({
				expected: "array",
				code: "invalid_type",
				input,
				inst
			});
			return payload;
		}
		payload.value = memo ? memo.alloc(inst, payload, Array(input.length), ctx) : Array(input.length);
		const proms = [];
		const abortEarly = ctx?.abortEarly;
		for (let i = 0; i < input.length; i++) {
			const item = input[i];
			const result = def.element._zod.run({
				value: item,
				issues: []
			}, ctx);
			if (result instanceof Promise) proms.push(result.then((result) => handleArrayResult(result, payload, i)));
			else {
				handleArrayResult(result, payload, i);
				if (abortEarly && result.issues.length !== 0 && aborted(result)) break;
			}
		}
		if (proms.length) return Promise.all(proms).then(() => payload);
		return payload;
	};
	capSize(inst, arraySize);
});
function handlePropertyResult(result, final, key, input, optin, optout) {
	const isPresent = key in input;
	const isOptionalOut = optout === "optional";
	if (!isPresent && isOptionalOut && optin === "optional") return;
	if (result.issues.length) {
		if (optin !== void 0 && isOptionalOut && !isPresent) return;
		final.issues.push(...prefixIssues(key, result.issues));
	}
	if (!isPresent && optin === void 0) {
		if (!result.issues.length) final.issues.push({
			code: "invalid_type",
			expected: "nonoptional",
			input: void 0,
			path: [key]
		});
		return;
	}
	if (result.value === void 0) {
		if (isPresent || optin === "defaulted" && !isOptionalOut) final.value[key] = void 0;
	} else final.value[key] = result.value;
}
const NO_SYMBOL_KEYS = [];
function normalizeDef(def) {
	const keys = Object.keys(def.shape);
	const ownSymbols = Object.getOwnPropertySymbols(def.shape);
	const symbolKeys = ownSymbols.length ? ownSymbols : NO_SYMBOL_KEYS;
	const allKeys = symbolKeys.length ? [...keys, ...symbolKeys] : keys;
	for (const k of allKeys) if (!def.shape?.[k]?._zod?.traits?.has("$ZodType")) throw new Error(`Invalid element at key "${String(k)}": expected a Zod schema`);
	const okeys = optionalKeys(def.shape);
	return {
		...def,
		allKeys,
		symbolKeys,
		keySet: new Set(keys),
		numKeys: keys.length,
		optionalKeys: new Set(okeys)
	};
}
function handleCatchall(proms, input, payload, ctx, def, inst, abortEarly) {
	const unrecognized = [];
	const keySet = def.keySet;
	const _catchall = def.catchall._zod;
	const t = _catchall.def.type;
	const optin = _catchall.optin;
	const optout = _catchall.optout;
	let seen = 0;
	for (const key in input) {
		if (abortEarly && payload.issues.length !== seen) {
			if (aborted(payload, seen)) break;
			seen = payload.issues.length;
		}
		if (keySet.has(key)) continue;
		if (key === "__proto__") {
			if (t === "never") unrecognized.push(key);
			continue;
		}
		if (t === "never") {
			unrecognized.push(key);
			continue;
		}
		const r = _catchall.run({
			value: input[key],
			issues: []
		}, ctx);
		if (r instanceof Promise) proms.push(r.then((r) => handlePropertyResult(r, payload, key, input, optin, optout)));
		else handlePropertyResult(r, payload, key, input, optin, optout);
	}
	if (unrecognized.length) payload.issues.push({
		code: "unrecognized_keys",
		keys: unrecognized,
		input,
		inst,
		continue: true
	});
	if (!proms.length) return payload;
	return Promise.all(proms).then(() => {
		return payload;
	});
}
const $ZodObject = /*@__PURE__*/ $constructor("$ZodObject", (inst, def) => {
	$ZodType.init(inst, def);
	const desc = Object.getOwnPropertyDescriptor(def, "shape");
	const sh = desc?.get ? desc.get.raw : def.shape ?? {};
	if (sh) {
		const get = () => {
			const newSh = { ...sh };
			Object.defineProperty(def, "shape", { value: newSh });
			get.raw = newSh;
			return newSh;
		};
		get.raw = sh;
		Object.defineProperty(def, "shape", { get });
	}
	const _normalized = cached(() => normalizeDef(def));
	defineLazyInternal(inst, "propValues", (zod) => {
		const shape = zod.def.shape;
		const propValues = {};
		for (const key in shape) {
			const field = shape[key]._zod;
			if (field.values) {
				if (!Object.prototype.hasOwnProperty.call(propValues, key)) assignProp(propValues, key, /* @__PURE__ */ new Set());
				for (const v of field.values) propValues[key].add(v);
				if (field.optin !== void 0) propValues[key].add(void 0);
			}
		}
		return propValues;
	});
	const isObject = isObject$1;
	const catchall = def.catchall;
	let value;
	const memo = globalConfig.memoizer;
	memo?.attach(inst);
	inst._zod.parse = (payload, ctx) => {
		value ?? (value = _normalized.value);
		const input = payload.value;
		if (!isObject(input)) {
			payload.issues.push({
				expected: "object",
				code: "invalid_type",
				input,
				inst
			});
			return payload;
		}
		payload.value = memo ? memo.alloc(inst, payload, {}, ctx) : {};
		const proms = [];
		const shape = value.shape;
		const abortEarly = ctx?.abortEarly;
		let seen = payload.issues.length;
		for (const key of value.allKeys) {
			if (abortEarly && payload.issues.length !== seen) {
				if (aborted(payload, seen)) break;
				seen = payload.issues.length;
			}
			if (key === "__proto__") continue;
			const el = shape[key];
			const optin = el._zod.optin;
			const optout = el._zod.optout;
			const r = el._zod.run({
				value: input[key],
				issues: []
			}, ctx);
			if (r instanceof Promise) proms.push(r.then((r) => handlePropertyResult(r, payload, key, input, optin, optout)));
			else handlePropertyResult(r, payload, key, input, optin, optout);
		}
		if (!catchall) return proms.length ? Promise.all(proms).then(() => payload) : payload;
		return handleCatchall(proms, input, payload, ctx, _normalized.value, inst, abortEarly === true);
	};
});
const $ZodObjectJIT = /*@__PURE__*/ $constructor("$ZodObjectJIT", (inst, def) => {
	$ZodObject.init(inst, def);
	const superParse = inst._zod.parse;
	const _normalized = cached(() => normalizeDef(def));
	const memo = globalConfig.memoizer;
	const generateFastpass = (shape) => {
		const normalized = _normalized.value;
		const syms = normalized.symbolKeys;
		const doc = new Doc(["payload", "ctx"], {
			shape,
			inst,
			memo,
			syms
		});
		const parseStr = (k) => `shape[${k}]._zod.run({ value: input[${k}], issues: [] }, ctx)`;
		const prefixStr = (id, k) => `
          let ${id}_ab = false;
          for (let i = 0; i < ${id}.issues.length; i++) {
            const iss = ${id}.issues[i];
            iss.path = iss.path ? [${k}, ...iss.path] : [${k}];
            payload.issues.push(iss);
            if (iss.continue !== true) ${id}_ab = true;
          }
          if (${id}_ab && ctx && ctx.abortEarly) {
            payload.value = newResult;
            return payload;
          }`;
		doc.write(`const input = payload.value;`);
		const ids = Object.create(null);
		let counter = 0;
		for (const key of normalized.allKeys) ids[key] = `key_${counter++}`;
		doc.write(memo ? `const newResult = memo.alloc(inst, payload, {}, ctx);` : `const newResult = {};`);
		for (const key of normalized.allKeys) {
			if (key === "__proto__") continue;
			const id = ids[key];
			const k = typeof key === "symbol" ? `syms[${syms.indexOf(key)}]` : esc(key);
			const isPresent = `${k} in input`;
			const schema = shape[key];
			const optin = schema?._zod?.optin;
			const isOptionalIn = optin !== void 0;
			const isOptionalOut = schema?._zod?.optout === "optional";
			doc.write(`const ${id} = ${parseStr(k)};`);
			if (isOptionalIn && isOptionalOut) {
				const assign = optin === "optional" ? `${id}_present` : `${id}.value !== undefined || ${id}_present`;
				doc.write(`
        const ${id}_present = ${isPresent};
        if (!${id}.issues.length || ${id}_present) {
          if (${id}.issues.length) {${prefixStr(id, k)}
          }

          if (${assign}) {
            newResult[${k}] = ${id}.value;
          }
        }

      `);
			} else if (!isOptionalIn) doc.write(`
        const ${id}_present = ${isPresent};
        if (${id}.issues.length) {${prefixStr(id, k)}
        }
        if (!${id}_present && !${id}.issues.length) {
          payload.issues.push({
            code: "invalid_type",
            expected: "nonoptional",
            input: undefined,
            path: [${k}]
          });
          if (ctx && ctx.abortEarly) {
            payload.value = newResult;
            return payload;
          }
        }

        if (${id}_present) {
          newResult[${k}] = ${id}.value;
        }

      `);
			else {
				doc.write(`
        if (${id}.issues.length) {${prefixStr(id, k)}
        }
      `);
				if (optin === "defaulted") doc.write(`newResult[${k}] = ${id}.value;`);
				else doc.write(`
        if (${id}.value !== undefined || ${isPresent}) {
          newResult[${k}] = ${id}.value;
        }
      `);
			}
		}
		doc.write(`payload.value = newResult;`);
		doc.write(`return payload;`);
		return doc.compile();
	};
	let fastpass;
	const isObject = isObject$1;
	const jit = !globalConfig.jitless;
	const fastEnabled = jit && allowsEval.value;
	const catchall = def.catchall;
	let value;
	inst._zod.parse = (payload, ctx) => {
		value ?? (value = _normalized.value);
		const input = payload.value;
		if (!isObject(input)) {
			payload.issues.push({
				expected: "object",
				code: "invalid_type",
				input,
				inst
			});
			return payload;
		}
		if (jit && fastEnabled && ctx?.async === false && ctx.jitless !== true) {
			if (!fastpass) fastpass = generateFastpass(def.shape);
			payload = fastpass(payload, ctx);
			if (!catchall) return payload;
			return handleCatchall([], input, payload, ctx, value, inst, ctx?.abortEarly === true);
		}
		return superParse(payload, ctx);
	};
});
function handleUnionResults(results, final, inst, ctx) {
	for (const result of results) if (result.issues.length === 0) {
		final.value = result.value;
		return final;
	}
	const nonaborted = results.filter((r) => !aborted(r));
	if (nonaborted.length === 1) {
		final.value = nonaborted[0].value;
		return nonaborted[0];
	}
	final.issues.push({
		code: "invalid_union",
		input: final.value,
		inst,
		errors: results.map((result) => result.issues.map((iss) => finalizeIssue(iss, ctx, config())))
	});
	return final;
}
const $ZodUnion = /*@__PURE__*/ $constructor("$ZodUnion", (inst, def) => {
	$ZodType.init(inst, def);
	defineLazyInternal(inst, "optin", (zod) => zod.def.options.some((o) => o._zod.optin === "defaulted") ? "defaulted" : zod.def.options.some((o) => o._zod.optin !== void 0) ? "optional" : void 0);
	defineLazyInternal(inst, "optout", (zod) => zod.def.options.some((o) => o._zod.optout === "optional") ? "optional" : void 0);
	defineLazyInternal(inst, "values", (zod) => {
		if (zod.def.options.every((o) => o._zod.values)) return new Set(zod.def.options.flatMap((option) => Array.from(option._zod.values)));
	});
	defineLazyInternal(inst, "pattern", (zod) => {
		if (zod.def.options.every((o) => o._zod.pattern)) {
			const patterns = zod.def.options.map((o) => o._zod.pattern);
			return new RegExp(`^(${patterns.map((p) => cleanRegex(p.source)).join("|")})$`);
		}
	});
	const first = def.options.length === 1 ? def.options[0]._zod.run : null;
	inst._zod.parse = (payload, ctx) => {
		if (first) return first(payload, ctx);
		let async = false;
		const results = [];
		for (const option of def.options) {
			const result = option._zod.run({
				value: payload.value,
				issues: []
			}, ctx);
			if (result instanceof Promise) {
				results.push(result);
				async = true;
			} else {
				if (result.issues.length === 0) return result;
				results.push(result);
			}
		}
		if (!async) return handleUnionResults(results, payload, inst, ctx);
		return Promise.all(results).then((results) => {
			return handleUnionResults(results, payload, inst, ctx);
		});
	};
});
function discriminatorMap(def) {
	const map = /* @__PURE__ */ new Map();
	for (const option of def.options) {
		const values = option._zod.propValues?.[def.discriminator];
		if (!values || values.size === 0) throw new Error(`Invalid discriminated union option at index "${def.options.indexOf(option)}"`);
		for (const value of values) if (map.has(value)) {
			if (value !== void 0) throw new Error(`Duplicate discriminator value "${String(value)}"`);
			map.set(value, null);
		} else map.set(value, option);
	}
	return map;
}
const $ZodDiscriminatedUnion = /*@__PURE__*/ $constructor("$ZodDiscriminatedUnion", (inst, def) => {
	def.inclusive = false;
	$ZodUnion.init(inst, def);
	const _super = inst._zod.parse;
	defineLazyInternal(inst, "propValues", (zod) => {
		const propValues = {};
		let undefinedCount = 0;
		for (const option of zod.def.options) {
			const pv = option._zod.propValues;
			if (!pv || Object.keys(pv).length === 0) throw new Error(`Invalid discriminated union option at index "${zod.def.options.indexOf(option)}"`);
			if (pv[zod.def.discriminator]?.has(void 0)) undefinedCount++;
			for (const [k, v] of Object.entries(pv)) {
				if (!Object.prototype.hasOwnProperty.call(propValues, k)) assignProp(propValues, k, /* @__PURE__ */ new Set());
				for (const val of v) propValues[k].add(val);
			}
		}
		if (!zod.def.unionFallback && undefinedCount > 1) propValues[zod.def.discriminator]?.delete(void 0);
		return propValues;
	});
	def.options.forEach((option, i) => {
		const propShape = rawShape(option._zod.def);
		if (propShape && !Object.prototype.hasOwnProperty.call(propShape, def.discriminator)) throw new Error(`Invalid discriminated union option at index "${i}"`);
	});
	const disc = cached(() => discriminatorMap(def));
	inst._zod.parse = (payload, ctx) => {
		const input = payload.value;
		if (!isObject$1(input)) {
			payload.issues.push({
				code: "invalid_type",
				expected: "object",
				input,
				inst
			});
			return payload;
		}
		const value = input?.[def.discriminator];
		const opt = disc.value.get(value);
		if (opt && (value !== void 0 || ctx.direction !== "backward")) return opt._zod.run(payload, ctx);
		if (def.unionFallback || ctx.direction === "backward") return _super(payload, ctx);
		payload.issues.push({
			code: "invalid_union",
			errors: [],
			note: "No matching discriminator",
			discriminator: def.discriminator,
			options: Array.from(disc.value.keys()).filter((value) => disc.value.get(value) !== null),
			input,
			path: [def.discriminator],
			inst
		});
		return payload;
	};
});
const $ZodIntersection = /*@__PURE__*/ $constructor("$ZodIntersection", (inst, def) => {
	$ZodType.init(inst, def);
	inst._zod.parse = (payload, ctx) => {
		const input = payload.value;
		const left = def.left._zod.run({
			value: input,
			issues: []
		}, ctx);
		const right = def.right._zod.run({
			value: input,
			issues: []
		}, ctx);
		if (left instanceof Promise || right instanceof Promise) return Promise.all([left, right]).then(([left, right]) => {
			return handleIntersectionResults(payload, left, right);
		});
		return handleIntersectionResults(payload, left, right);
	};
});
function mergeValues(a, b) {
	if (a === b) return {
		valid: true,
		data: a
	};
	if (a instanceof Date && b instanceof Date && +a === +b) return {
		valid: true,
		data: a
	};
	if (isPlainObject(a) && isPlainObject(b)) {
		const bKeys = Object.keys(b);
		const sharedKeys = Object.keys(a).filter((key) => bKeys.indexOf(key) !== -1);
		const newObj = {
			...a,
			...b
		};
		if (Object.prototype.hasOwnProperty.call(newObj, "__proto__")) delete newObj.__proto__;
		for (const key of sharedKeys) {
			if (key === "__proto__") continue;
			const sharedValue = mergeValues(a[key], b[key]);
			if (!sharedValue.valid) return {
				valid: false,
				mergeErrorPath: [key, ...sharedValue.mergeErrorPath]
			};
			newObj[key] = sharedValue.data;
		}
		return {
			valid: true,
			data: newObj
		};
	}
	if (Array.isArray(a) && Array.isArray(b)) {
		if (a.length !== b.length) return {
			valid: false,
			mergeErrorPath: []
		};
		const newArray = [];
		for (let index = 0; index < a.length; index++) {
			const itemA = a[index];
			const itemB = b[index];
			const sharedValue = mergeValues(itemA, itemB);
			if (!sharedValue.valid) return {
				valid: false,
				mergeErrorPath: [index, ...sharedValue.mergeErrorPath]
			};
			newArray.push(sharedValue.data);
		}
		return {
			valid: true,
			data: newArray
		};
	}
	return {
		valid: false,
		mergeErrorPath: []
	};
}
function handleIntersectionResults(result, left, right) {
	const unrecKeys = /* @__PURE__ */ new Map();
	let unrecIssue;
	const keyIssues = /* @__PURE__ */ new Map();
	const collect = (iss, side) => {
		let keys;
		if (iss.code === "unrecognized_keys" && !iss.path?.length) {
			unrecIssue ?? (unrecIssue = iss);
			keys = iss.keys;
		} else if (iss.code === "invalid_key" && iss.origin === "record" && iss.path?.length === 1) {
			const k = String(iss.path[0]);
			if (!keyIssues.has(k)) keyIssues.set(k, iss);
			keys = [k];
		} else return false;
		for (const k of keys) {
			if (!unrecKeys.has(k)) unrecKeys.set(k, {});
			unrecKeys.get(k)[side] = true;
		}
		return true;
	};
	for (const iss of left.issues) if (!collect(iss, "l")) result.issues.push(iss);
	for (const iss of right.issues) if (!collect(iss, "r")) result.issues.push(iss);
	const bothKeys = [...unrecKeys].filter(([, f]) => f.l && f.r).map(([k]) => k);
	if (bothKeys.length) {
		const aggregated = unrecIssue ? bothKeys.filter((k) => unrecIssue.keys.includes(k)) : [];
		if (aggregated.length) result.issues.push({
			...unrecIssue,
			keys: aggregated
		});
		for (const k of bothKeys) if (!aggregated.includes(k) && keyIssues.has(k)) result.issues.push(keyIssues.get(k));
	}
	const merged = mergeValues(left.value, right.value);
	if (!merged.valid) {
		if (aborted(result)) return result;
		throw new Error(`Unmergable intersection. Error path: ${JSON.stringify(merged.mergeErrorPath)}`);
	}
	result.value = merged.data;
	return result;
}
const $ZodTuple = /*@__PURE__*/ $constructor("$ZodTuple", (inst, def) => {
	$ZodType.init(inst, def);
	const items = def.items;
	const memo = globalConfig.memoizer;
	memo?.attach(inst);
	inst._zod.parse = (payload, ctx) => {
		const input = payload.value;
		if (!Array.isArray(input)) {
			payload.issues.push({
				input,
				inst,
				expected: "tuple",
				code: "invalid_type"
			});
			return payload;
		}
		payload.value = memo ? memo.alloc(inst, payload, [], ctx) : [];
		const proms = [];
		const optinStart = getTupleOptStart(items, "optin");
		const optoutStart = getTupleOptStart(items, "optout");
		if (!def.rest) {
			if (input.length < optinStart) {
				payload.issues.push({
					code: "too_small",
					minimum: optinStart,
					inclusive: true,
					input,
					inst,
					origin: "array"
				});
				return payload;
			}
			if (input.length > items.length) payload.issues.push({
				code: "too_big",
				maximum: items.length,
				inclusive: true,
				input,
				inst,
				origin: "array"
			});
		}
		const itemResults = new Array(items.length);
		const abortEarly = def.rest ? ctx?.abortEarly : void 0;
		let itemAborted = false;
		for (let i = 0; i < items.length; i++) {
			const r = items[i]._zod.run({
				value: input[i],
				issues: []
			}, ctx);
			if (r instanceof Promise) proms.push(r.then((rr) => {
				itemResults[i] = rr;
			}));
			else {
				itemResults[i] = r;
				if (abortEarly && !itemAborted && r.issues.length) itemAborted = aborted(r);
			}
		}
		if (def.rest && !itemAborted) {
			let i = items.length - 1;
			const rest = input.slice(items.length);
			let seen = payload.issues.length;
			for (const el of rest) {
				if (abortEarly && payload.issues.length !== seen) {
					if (aborted(payload, seen)) break;
					seen = payload.issues.length;
				}
				i++;
				const result = def.rest._zod.run({
					value: el,
					issues: []
				}, ctx);
				if (result instanceof Promise) proms.push(result.then((r) => handleTupleResult(r, payload, i)));
				else handleTupleResult(result, payload, i);
			}
		}
		if (proms.length) return Promise.all(proms).then(() => handleTupleResults(itemResults, payload, items, input, optoutStart));
		return handleTupleResults(itemResults, payload, items, input, optoutStart);
	};
});
function getTupleOptStart(items, key) {
	for (let i = items.length - 1; i >= 0; i--) if (!(key === "optin" ? items[i]._zod.optin !== void 0 : items[i]._zod.optout === "optional")) return i + 1;
	return 0;
}
function handleTupleResult(result, final, index) {
	if (result.issues.length) final.issues.push(...prefixIssues(index, result.issues));
	final.value[index] = result.value;
}
function handleTupleResults(itemResults, final, items, input, optoutStart) {
	for (let i = 0; i < items.length; i++) {
		const r = itemResults[i];
		const isPresent = i < input.length;
		if (!isPresent && i >= optoutStart && items[i]._zod.optin === "optional") {
			final.value.length = i;
			break;
		}
		if (r.issues.length) {
			if (!isPresent && i >= optoutStart) {
				final.value.length = i;
				break;
			}
			final.issues.push(...prefixIssues(i, r.issues));
		}
		final.value[i] = r.value;
	}
	for (let i = final.value.length - 1; i >= input.length; i--) if (items[i]._zod.optout === "optional" && final.value[i] === void 0) final.value.length = i;
	else break;
	return final;
}
const $ZodRecord = /*@__PURE__*/ $constructor("$ZodRecord", (inst, def) => {
	$ZodType.init(inst, def);
	const memo = globalConfig.memoizer;
	memo?.attach(inst);
	inst._zod.parse = (payload, ctx) => {
		const input = payload.value;
		if (!isPlainObject(input)) {
			payload.issues.push({
				expected: "record",
				code: "invalid_type",
				input,
				inst
			});
			return payload;
		}
		const proms = [];
		const values = def.keyType._zod.values;
		if (values && !def.partial) {
			payload.value = memo ? memo.alloc(inst, payload, {}, ctx) : {};
			const recordKeys = /* @__PURE__ */ new Set();
			for (const key of values) if (typeof key === "string" || typeof key === "number" || typeof key === "symbol") {
				recordKeys.add(typeof key === "number" ? key.toString() : key);
				if (key === "__proto__") continue;
				const keyResult = def.keyType._zod.run({
					value: key,
					issues: []
				}, ctx);
				if (keyResult instanceof Promise) throw new Error("Async schemas not supported in object keys currently");
				if (keyResult.issues.length) {
					payload.issues.push({
						code: "invalid_key",
						origin: "record",
						issues: keyResult.issues.map((iss) => finalizeIssue(iss, ctx, config())),
						input: key,
						path: [key],
						inst
					});
					continue;
				}
				const outKey = keyResult.value;
				if (outKey === "__proto__") continue;
				const result = def.valueType._zod.run({
					value: input[key],
					issues: []
				}, ctx);
				if (result instanceof Promise) proms.push(result.then((result) => {
					if (result.issues.length) payload.issues.push(...prefixIssues(key, result.issues));
					payload.value[outKey] = result.value;
				}));
				else {
					if (result.issues.length) payload.issues.push(...prefixIssues(key, result.issues));
					payload.value[outKey] = result.value;
				}
			}
			let unrecognized;
			for (const key in input) if (!recordKeys.has(key)) {
				if (def.mode === "loose") {
					if (key === "__proto__") continue;
					payload.value[key] = input[key];
				} else {
					unrecognized = unrecognized ?? [];
					unrecognized.push(key);
				}
			}
			if (unrecognized && unrecognized.length > 0) payload.issues.push({
				code: "unrecognized_keys",
				input,
				inst,
				keys: unrecognized,
				continue: true
			});
		} else {
			payload.value = memo ? memo.alloc(inst, payload, {}, ctx) : {};
			let unrecognized;
			for (const key of Reflect.ownKeys(input)) {
				if (key === "__proto__") continue;
				if (!Object.prototype.propertyIsEnumerable.call(input, key)) continue;
				let keyResult = def.keyType._zod.run({
					value: key,
					issues: []
				}, ctx);
				if (keyResult instanceof Promise) throw new Error("Async schemas not supported in object keys currently");
				if (typeof key === "string" && number$2.test(key) && keyResult.issues.length) {
					const retryResult = def.keyType._zod.run({
						value: Number(key),
						issues: []
					}, ctx);
					if (retryResult instanceof Promise) throw new Error("Async schemas not supported in object keys currently");
					if (retryResult.issues.length === 0) keyResult = retryResult;
				}
				if (keyResult.issues.length) {
					if (def.mode === "loose") payload.value[key] = input[key];
					else if (values) {
						unrecognized = unrecognized ?? [];
						unrecognized.push(key);
					} else payload.issues.push({
						code: "invalid_key",
						origin: "record",
						issues: keyResult.issues.map((iss) => finalizeIssue(iss, ctx, config())),
						input: key,
						path: [key],
						inst
					});
					continue;
				}
				const outKey = keyResult.value;
				if (outKey === "__proto__") continue;
				const result = def.valueType._zod.run({
					value: input[key],
					issues: []
				}, ctx);
				if (result instanceof Promise) proms.push(result.then((result) => {
					if (result.issues.length) payload.issues.push(...prefixIssues(key, result.issues));
					payload.value[outKey] = result.value;
				}));
				else {
					if (result.issues.length) payload.issues.push(...prefixIssues(key, result.issues));
					payload.value[outKey] = result.value;
				}
			}
			if (unrecognized && unrecognized.length > 0) payload.issues.push({
				code: "unrecognized_keys",
				input,
				inst,
				keys: unrecognized,
				continue: true
			});
		}
		if (proms.length) return Promise.all(proms).then(() => payload);
		return payload;
	};
});
const $ZodEnum = /*@__PURE__*/ $constructor("$ZodEnum", (inst, def) => {
	$ZodType.init(inst, def);
	const values = getEnumValues(def.entries);
	const valuesSet = new Set(values);
	inst._zod.values = valuesSet;
	defineLazyInternal(inst, "pattern", (zod) => {
		const patternValues = getEnumValues(zod.def.entries).filter((k) => propertyKeyTypes.has(typeof k));
		return new RegExp(patternValues.length ? `^(${patternValues.map((o) => escapeRegex(o.toString())).join("|")})$` : "^[^\\s\\S]$");
	});
	inst._zod.parse = (payload, _ctx) => {
		const input = payload.value;
		if (valuesSet.has(input)) return payload;
		payload.issues.push({
			code: "invalid_value",
			values,
			input,
			inst
		});
		return payload;
	};
});
const $ZodLiteral = /*@__PURE__*/ $constructor("$ZodLiteral", (inst, def) => {
	$ZodType.init(inst, def);
	const values = new Set(def.values);
	inst._zod.values = values;
	defineLazyInternal(inst, "pattern", (zod) => {
		const vals = zod.def.values;
		return new RegExp(vals.length ? `^(${vals.map((o) => typeof o === "string" ? escapeRegex(o) : o ? escapeRegex(o.toString()) : String(o)).join("|")})$` : "^[^\\s\\S]$");
	});
	inst._zod.parse = (payload, _ctx) => {
		const input = payload.value;
		if (values.has(input)) return payload;
		payload.issues.push({
			code: "invalid_value",
			values: def.values,
			input,
			inst
		});
		return payload;
	};
});
const $ZodTransform = /*@__PURE__*/ $constructor("$ZodTransform", (inst, def) => {
	$ZodType.init(inst, def);
	inst._zod.optin = "optional";
	globalConfig.memoizer?.guard(inst);
	inst._zod.parse = (payload, ctx) => {
		if (ctx.direction === "backward") throw new $ZodEncodeError(inst.constructor.name);
		const _out = def.transform(payload.value, payload);
		if (ctx.async) return (_out instanceof Promise ? _out : Promise.resolve(_out)).then((output) => {
			payload.value = output;
			return payload;
		});
		if (_out instanceof Promise) throw new $ZodAsyncError();
		payload.value = _out;
		return payload;
	};
});
function handleOptionalResult(payload, result) {
	payload.value = result.issues.length ? void 0 : result.value;
	return payload;
}
const $ZodOptional = /*@__PURE__*/ $constructor("$ZodOptional", (inst, def) => {
	$ZodType.init(inst, def);
	defineLazyInternal(inst, "optin", (zod) => zod.def.innerType._zod.optin === "defaulted" ? "defaulted" : "optional");
	inst._zod.optout = "optional";
	defineLazyInternal(inst, "values", (zod) => {
		const values = zod.def.innerType._zod.values;
		return values ? /* @__PURE__ */ new Set([...values, void 0]) : void 0;
	});
	defineLazyInternal(inst, "pattern", (zod) => {
		const pattern = zod.def.innerType._zod.pattern;
		return pattern ? new RegExp(`^(${cleanRegex(pattern.source)})?$`) : void 0;
	});
	inst._zod.parse = (payload, ctx) => {
		if (payload.value === void 0) {
			if (def.innerType._zod.optin !== "defaulted") return payload;
			const result = def.innerType._zod.run({
				value: payload.value,
				issues: []
			}, ctx);
			if (result instanceof Promise) return result.then((result) => handleOptionalResult(payload, result));
			return handleOptionalResult(payload, result);
		}
		return def.innerType._zod.run(payload, ctx);
	};
});
const $ZodExactOptional = /*@__PURE__*/ $constructor("$ZodExactOptional", (inst, def) => {
	$ZodOptional.init(inst, def);
	defineLazyInternal(inst, "values", (zod) => zod.def.innerType._zod.values);
	defineLazyInternal(inst, "pattern", (zod) => zod.def.innerType._zod.pattern);
	inst._zod.parse = (payload, ctx) => {
		return def.innerType._zod.run(payload, ctx);
	};
});
const $ZodNullable = /*@__PURE__*/ $constructor("$ZodNullable", (inst, def) => {
	$ZodType.init(inst, def);
	defineLazyInternal(inst, "optin", (zod) => zod.def.innerType._zod.optin);
	defineLazyInternal(inst, "optout", (zod) => zod.def.innerType._zod.optout);
	defineLazyInternal(inst, "pattern", (zod) => {
		const pattern = zod.def.innerType._zod.pattern;
		return pattern ? new RegExp(`^(${cleanRegex(pattern.source)}|null)$`) : void 0;
	});
	defineLazyInternal(inst, "values", (zod) => {
		return zod.def.innerType._zod.values ? /* @__PURE__ */ new Set([...zod.def.innerType._zod.values, null]) : void 0;
	});
	inst._zod.parse = (payload, ctx) => {
		if (payload.value === null) return payload;
		return def.innerType._zod.run(payload, ctx);
	};
});
const $ZodDefault = /*@__PURE__*/ $constructor("$ZodDefault", (inst, def) => {
	$ZodType.init(inst, def);
	inst._zod.optin = "defaulted";
	defineLazyInternal(inst, "values", (zod) => zod.def.innerType._zod.values);
	inst._zod.parse = (payload, ctx) => {
		if (ctx.direction === "backward") return def.innerType._zod.run(payload, ctx);
		if (payload.value === void 0) {
			payload.value = def.defaultValue;
			/**
			* $ZodDefault returns the default value immediately in forward direction.
			* It doesn't pass the default value into the validator ("prefault"). There's no reason to pass the default value through validation. The validity of the default is enforced by TypeScript statically. Otherwise, it's the responsibility of the user to ensure the default is valid. In the case of pipes with divergent in/out types, you can specify the default on the `in` schema of your ZodPipe to set a "prefault" for the pipe.   */
			return payload;
		}
		const result = def.innerType._zod.run(payload, ctx);
		if (result instanceof Promise) return result.then((result) => handleDefaultResult(result, def));
		return handleDefaultResult(result, def);
	};
});
function handleDefaultResult(payload, def) {
	if (payload.value === void 0) payload.value = def.defaultValue;
	return payload;
}
const $ZodPrefault = /*@__PURE__*/ $constructor("$ZodPrefault", (inst, def) => {
	$ZodType.init(inst, def);
	inst._zod.optin = "defaulted";
	defineLazyInternal(inst, "values", (zod) => zod.def.innerType._zod.values);
	inst._zod.parse = (payload, ctx) => {
		if (ctx.direction === "backward") return def.innerType._zod.run(payload, ctx);
		if (payload.value === void 0) payload.value = def.defaultValue;
		return def.innerType._zod.run(payload, ctx);
	};
});
const $ZodNonOptional = /*@__PURE__*/ $constructor("$ZodNonOptional", (inst, def) => {
	$ZodType.init(inst, def);
	defineLazyInternal(inst, "values", (zod) => {
		const v = zod.def.innerType._zod.values;
		return v ? new Set([...v].filter((x) => x !== void 0)) : void 0;
	});
	inst._zod.parse = (payload, ctx) => {
		const result = def.innerType._zod.run(payload, ctx);
		if (result instanceof Promise) return result.then((result) => handleNonOptionalResult(result, inst));
		return handleNonOptionalResult(result, inst);
	};
});
function handleNonOptionalResult(payload, inst) {
	if (!payload.issues.length && payload.value === void 0) payload.issues.push({
		code: "invalid_type",
		expected: "nonoptional",
		input: payload.value,
		inst
	});
	return payload;
}
function handleCatchResult(payload, result, def, ctx) {
	if (!result.issues.length) {
		payload.value = result.value;
		if (result.memo) payload.memo = true;
		return payload;
	}
	payload.value = def.catchValue({
		...result,
		value: payload.value,
		error: { issues: result.issues.map((iss) => finalizeIssue(iss, ctx, config())) },
		input: payload.value
	});
	return payload;
}
const $ZodCatch = /*@__PURE__*/ $constructor("$ZodCatch", (inst, def) => {
	$ZodType.init(inst, def);
	defineLazyInternal(inst, "optin", (zod) => zod.def.innerType._zod.optin === "defaulted" ? "defaulted" : "optional");
	defineLazyInternal(inst, "optout", (zod) => zod.def.innerType._zod.optout);
	defineLazyInternal(inst, "values", (zod) => zod.def.innerType._zod.values);
	inst._zod.parse = (payload, ctx) => {
		if (ctx.direction === "backward") return def.innerType._zod.run(payload, ctx);
		const result = def.innerType._zod.run({
			value: payload.value,
			issues: []
		}, ctx);
		if (result instanceof Promise) return result.then((result) => handleCatchResult(payload, result, def, ctx));
		return handleCatchResult(payload, result, def, ctx);
	};
});
const $ZodPipe = /*@__PURE__*/ $constructor("$ZodPipe", (inst, def) => {
	$ZodType.init(inst, def);
	defineLazyInternal(inst, "values", (zod) => zod.def.in._zod.values);
	defineLazyInternal(inst, "optin", (zod) => zod.def.in._zod.optin);
	defineLazyInternal(inst, "optout", (zod) => zod.def.out._zod.optout);
	defineLazyInternal(inst, "propValues", (zod) => zod.def.in._zod.propValues);
	inst._zod.parse = (payload, ctx) => {
		if (ctx.direction === "backward") {
			const right = def.out._zod.run(payload, ctx);
			if (right instanceof Promise) return right.then((right) => handlePipeResult(right, def.in, ctx));
			return handlePipeResult(right, def.in, ctx);
		}
		const left = def.in._zod.run(payload, ctx);
		if (left instanceof Promise) return left.then((left) => handlePipeResult(left, def.out, ctx));
		return handlePipeResult(left, def.out, ctx);
	};
});
function handlePipeResult(left, next, ctx) {
	if (left.issues.some((iss) => iss.code !== "unrecognized_keys")) {
		left.aborted = true;
		return left;
	}
	return next._zod.run({
		value: left.value,
		issues: left.issues
	}, ctx);
}
const $ZodReadonly = /*@__PURE__*/ $constructor("$ZodReadonly", (inst, def) => {
	$ZodType.init(inst, def);
	defineLazyInternal(inst, "propValues", (zod) => zod.def.innerType._zod.propValues);
	defineLazyInternal(inst, "values", (zod) => zod.def.innerType._zod.values);
	defineLazyInternal(inst, "optin", (zod) => zod.def.innerType?._zod?.optin);
	defineLazyInternal(inst, "optout", (zod) => zod.def.innerType?._zod?.optout);
	inst._zod.parse = (payload, ctx) => {
		if (ctx.direction === "backward") return def.innerType._zod.run(payload, ctx);
		const result = def.innerType._zod.run(payload, ctx);
		if (result instanceof Promise) return result.then(handleReadonlyResult);
		return handleReadonlyResult(result);
	};
});
function handleReadonlyResult(payload) {
	if (!payload.memo) payload.value = Object.freeze(payload.value);
	return payload;
}
const $ZodCustom = /*@__PURE__*/ $constructor("$ZodCustom", (inst, def) => {
	$ZodCheck.init(inst, def);
	$ZodType.init(inst, def);
	inst._zod.parse = (payload, _) => {
		return payload;
	};
	inst._zod.check = (payload) => {
		const input = payload.value;
		const r = def.fn(input);
		if (r instanceof Promise) return r.then((r) => handleRefineResult(r, payload, input, inst));
		handleRefineResult(r, payload, input, inst);
	};
});
function handleRefineResult(result, payload, input, inst) {
	if (!result) {
		const _iss = {
			code: "custom",
			input,
			inst,
			path: [...inst._zod.def.path ?? []],
			continue: !inst._zod.def.abort
		};
		if (inst._zod.def.params) _iss.params = inst._zod.def.params;
		payload.issues.push(issue(_iss));
	}
}
var $ZodCyclicError = class extends Error {
	constructor() {
		super(`Cannot parse a reference cycle that closes through a transform`);
		this.name = "ZodCyclicError";
	}
};
/** Keyed off the context object every schema in one parse call already shares. */
const STATE = "~memo";
const NO_ISSUES = [];
function isRef(value) {
	return value !== null && typeof value === "object";
}
function cloneIssues(issues) {
	return issues.map((iss) => iss.path ? {
		...iss,
		path: iss.path.slice()
	} : { ...iss });
}
const recursive = /*@__PURE__*/ new WeakMap();
/** What the walk established, in order of certainty: ordered so the strongest answer among children wins. */
const NONE = 0;
const ASSUMED = 1;
const PROVEN = 2;
/** Whether this schema's subtree contains a cycle, so one parse can re-enter it. */
function isRecursive(inst, stack, resolve) {
	const cached = recursive.get(inst);
	if (cached !== void 0) return cached ? PROVEN : NONE;
	if (stack.has(inst)) return PROVEN;
	stack.add(inst);
	let result = NONE;
	const check = (child) => {
		if (result !== PROVEN && child?._zod) {
			const answer = isRecursive(child, stack, resolve);
			if (answer > result) result = answer;
		}
	};
	const shape = (sh, spread) => {
		let answer = NONE;
		for (const key of Reflect.ownKeys(sh)) {
			const desc = Object.getOwnPropertyDescriptor(sh, key);
			if (spread && !desc.enumerable) continue;
			const child = desc.get ? ASSUMED : desc.value?._zod ? isRecursive(desc.value, stack, resolve) : NONE;
			if (child > answer) answer = child;
		}
		return answer;
	};
	const merge = (answer) => {
		if (answer > result) result = answer;
	};
	const def = inst._zod.def;
	switch (def.type) {
		case "object": {
			const raw = rawShape(def);
			merge(raw ? shape(raw, true) : ASSUMED);
			check(def.catchall);
			break;
		}
		case "array":
			check(def.element);
			break;
		case "tuple":
			for (const el of def.items) check(el);
			check(def.rest);
			break;
		case "record":
		case "map":
			check(def.keyType);
			check(def.valueType);
			break;
		case "set":
			check(def.valueType);
			break;
		case "union":
			for (const el of def.options) check(el);
			break;
		case "intersection":
			check(def.left);
			check(def.right);
			break;
		case "optional":
		case "nullable":
		case "default":
		case "prefault":
		case "catch":
		case "readonly":
		case "nonoptional":
		case "promise":
		case "success":
			check(def.innerType);
			break;
		case "pipe":
			check(def.in);
			check(def.out);
			break;
		case "function":
			check(def.input);
			check(def.output);
			break;
		case "lazy": {
			const inner = def._cachedInner ?? (resolve ? inst._zod.innerType : void 0);
			merge(inner ? isRecursive(inner, stack, false) : ASSUMED);
			break;
		}
		case "template_literal":
		case "string":
		case "number":
		case "int":
		case "boolean":
		case "bigint":
		case "symbol":
		case "undefined":
		case "null":
		case "void":
		case "never":
		case "any":
		case "unknown":
		case "date":
		case "nan":
		case "enum":
		case "literal":
		case "file":
		case "transform":
		case "custom": break;
		default: for (const key in def) {
			const desc = Object.getOwnPropertyDescriptor(def, key);
			if (!desc || desc.get) continue;
			const value = desc.value;
			if (!value || typeof value !== "object") continue;
			if (value._zod) check(value);
			else if (Array.isArray(value)) for (const el of value) check(el);
		}
	}
	stack.delete(inst);
	return settle(inst, result);
}
/** An assumed answer must not outlive the resolution that settles it, so only a certain one is cached. */
function settle(inst, answer) {
	if (answer !== ASSUMED) recursive.set(inst, answer === PROVEN);
	return answer;
}
function bucketFor(state, inst) {
	let bucket = state.buckets.get(inst);
	if (!bucket) {
		bucket = /* @__PURE__ */ new WeakMap();
		state.buckets.set(inst, bucket);
	}
	return bucket;
}
let handoff;
const open = [];
const memo = {
	alloc(_inst, payload, empty) {
		const bucket = handoff;
		if (!bucket) return empty;
		handoff = void 0;
		const entry = {
			value: empty,
			issues: null
		};
		bucket.set(payload.value, entry);
		open.push(entry);
		return empty;
	},
	guard(inst) {
		var _a;
		(_a = inst._zod).deferred ?? (_a.deferred = []);
		inst._zod.deferred.push(() => {
			const base = inst._zod.parse;
			const wrapped = (payload, ctx) => {
				if (ctx.direction !== "backward" && isBackEdge(ctx, payload.value)) throw new $ZodCyclicError();
				return base(payload, ctx);
			};
			inst._zod.parse = wrapped;
			if (inst._zod.run === base) inst._zod.run = wrapped;
		});
	},
	attach(inst) {
		var _a;
		let isRecursiveInst;
		let rechecked = false;
		let lastCtx;
		let lastBucket;
		(_a = inst._zod).deferred ?? (_a.deferred = []);
		inst._zod.deferred.push(() => {
			const base = inst._zod.parse;
			const wrapped = (payload, ctx) => {
				if (isRecursiveInst === void 0) {
					const walked = isRecursive(inst, /* @__PURE__ */ new Set(), false);
					if (walked === NONE) {
						inst._zod.parse = base;
						if (inst._zod.run === wrapped) inst._zod.run = base;
						return base(payload, ctx);
					}
					if (walked === PROVEN || rechecked) isRecursiveInst = true;
					else rechecked = true;
				}
				const input = payload.value;
				if (!isRef(input)) return base(payload, ctx);
				let state = ctx[STATE];
				if (!state) {
					state = {
						buckets: /* @__PURE__ */ new WeakMap(),
						backEdges: void 0
					};
					ctx[STATE] = state;
				}
				let bucket;
				if (lastCtx === ctx) bucket = lastBucket;
				else {
					bucket = bucketFor(state, inst);
					lastCtx = ctx;
					lastBucket = bucket;
				}
				const hit = bucket.get(input);
				if (hit) {
					payload.value = hit.value;
					if (hit.issues) {
						if (hit.issues.length) payload.issues.push(...cloneIssues(hit.issues));
					} else {
						payload.memo = true;
						state.backEdges ?? (state.backEdges = /* @__PURE__ */ new WeakSet());
						state.backEdges.add(hit.value);
					}
					return payload;
				}
				handoff = bucket;
				const depth = open.length;
				const result = base(payload, ctx);
				handoff = void 0;
				const entry = open.length > depth ? open.pop() : void 0;
				if (result instanceof Promise) return result.then((r) => {
					if (entry) entry.issues = r.issues.length ? cloneIssues(r.issues) : NO_ISSUES;
					return r;
				});
				if (entry) entry.issues = result.issues.length ? cloneIssues(result.issues) : NO_ISSUES;
				return result;
			};
			inst._zod.parse = wrapped;
			if (inst._zod.run === base) inst._zod.run = wrapped;
		});
	}
};
/** The memoizer that gives containers cycle support. `zod` installs it by default; `zod/mini` opts in with `config({ memoizer: memoizer() })`. */
function memoizer() {
	return memo;
}
/** Whether this value is a node a back-edge resolved to before it finished. */
function isBackEdge(ctx, value) {
	const backEdges = ctx[STATE]?.backEdges;
	return backEdges !== void 0 && isRef(value) && backEdges.has(value);
}
const error = () => {
	const Sizable = {
		string: {
			unit: "characters",
			verb: "to have"
		},
		file: {
			unit: "bytes",
			verb: "to have"
		},
		array: {
			unit: "items",
			verb: "to have"
		},
		set: {
			unit: "items",
			verb: "to have"
		},
		map: {
			unit: "entries",
			verb: "to have"
		}
	};
	function getSizing(origin) {
		return Sizable[origin] ?? null;
	}
	const FormatDictionary = {
		regex: "input",
		email: "email address",
		url: "URL",
		emoji: "emoji",
		uuid: "UUID",
		uuidv4: "UUIDv4",
		uuidv6: "UUIDv6",
		nanoid: "nanoid",
		guid: "GUID",
		cuid: "cuid",
		cuid2: "cuid2",
		ulid: "ULID",
		xid: "XID",
		ksuid: "KSUID",
		datetime: "ISO datetime",
		date: "ISO date",
		time: "ISO time",
		duration: "ISO duration",
		ipv4: "IPv4 address",
		ipv6: "IPv6 address",
		mac: "MAC address",
		cidrv4: "IPv4 range",
		cidrv6: "IPv6 range",
		base64: "base64-encoded string",
		base64url: "base64url-encoded string",
		json_string: "JSON string",
		e164: "E.164 number",
		currency_code: "currency code",
		credit_card: "credit card number",
		iban: "IBAN",
		jwt: "JWT",
		template_literal: "input"
	};
	const TypeDictionary = { nan: "NaN" };
	function getTypeName(type, input) {
		if (type === "number" && typeof input === "number" && !Number.isFinite(input)) return String(input);
		return TypeDictionary[type] ?? type;
	}
	return (issue) => {
		switch (issue.code) {
			case "invalid_type": return `Invalid input: expected ${getTypeName(issue.expected)}, received ${getTypeName(parsedType(issue.input), issue.input)}`;
			case "invalid_value":
				if (issue.values.length === 1) return `Invalid input: expected ${stringifyPrimitive(issue.values[0])}`;
				return `Invalid option: expected one of ${joinValues(issue.values, "|")}`;
			case "too_big": {
				const adj = issue.exact ? "exactly " : issue.inclusive ? "<=" : "<";
				const sizing = getSizing(issue.origin);
				if (sizing) return `Too big: expected ${issue.origin ?? "value"} to have ${adj}${issue.maximum.toString()} ${sizing.unit ?? "elements"}`;
				return `Too big: expected ${issue.origin ?? "value"} to be ${adj}${issue.maximum.toString()}`;
			}
			case "too_small": {
				const adj = issue.exact ? "exactly " : issue.inclusive ? ">=" : ">";
				const sizing = getSizing(issue.origin);
				if (sizing) return `Too small: expected ${issue.origin} to have ${adj}${issue.minimum.toString()} ${sizing.unit}`;
				return `Too small: expected ${issue.origin} to be ${adj}${issue.minimum.toString()}`;
			}
			case "invalid_format": {
				const _issue = issue;
				if (_issue.format === "starts_with") return `Invalid string: must start with "${_issue.prefix}"`;
				if (_issue.format === "ends_with") return `Invalid string: must end with "${_issue.suffix}"`;
				if (_issue.format === "includes") return `Invalid string: must include "${_issue.includes}"`;
				if (_issue.format === "regex") return `Invalid string: must match pattern ${_issue.pattern}`;
				return `Invalid ${FormatDictionary[_issue.format] ?? issue.format}`;
			}
			case "not_multiple_of": return `Invalid number: must be a multiple of ${issue.divisor}`;
			case "unrecognized_keys": return `Unrecognized key${issue.keys.length > 1 ? "s" : ""}: ${joinValues(issue.keys, ", ")}`;
			case "invalid_key": return `Invalid key in ${issue.origin}`;
			case "invalid_union":
				if (issue.options && Array.isArray(issue.options) && issue.options.length > 0) return `Invalid discriminator value. Expected ${issue.options.map((o) => `'${o}'`).join(" | ")}`;
				if (issue.inclusive === false) return "Invalid input: more than one option matched";
				return "Invalid input";
			case "invalid_element": return `Invalid value in ${issue.origin}`;
			default: return `Invalid input`;
		}
	};
};
function en_default() {
	return { localeError: error() };
}
var _a;
var $ZodRegistry = class {
	constructor() {
		this._map = /* @__PURE__ */ new WeakMap();
		this._idmap = /* @__PURE__ */ new Map();
	}
	add(schema, ..._meta) {
		const meta = _meta[0];
		this._map.set(schema, meta);
		if (meta && typeof meta === "object" && "id" in meta) this._idmap.set(meta.id, schema);
		return this;
	}
	clear() {
		this._map = /* @__PURE__ */ new WeakMap();
		this._idmap = /* @__PURE__ */ new Map();
		return this;
	}
	remove(schema) {
		const meta = this._map.get(schema);
		if (meta && typeof meta === "object" && "id" in meta) this._idmap.delete(meta.id);
		this._map.delete(schema);
		return this;
	}
	get(schema) {
		const p = schema._zod.parent;
		if (p) {
			const pm = { ...this.get(p) ?? {} };
			delete pm.id;
			const f = {
				...pm,
				...this._map.get(schema)
			};
			return Object.keys(f).length ? f : void 0;
		}
		return this._map.get(schema);
	}
	has(schema) {
		return this._map.has(schema);
	}
};
function registry() {
	return new $ZodRegistry();
}
(_a = globalThis).__zod_globalRegistry ?? (_a.__zod_globalRegistry = registry());
const globalRegistry = globalThis.__zod_globalRegistry;
function snapshotChecks(def) {
	if (def.checks) def.checks = [...def.checks];
	return def;
}
// @__NO_SIDE_EFFECTS__
function _string(Class, params) {
	return new Class(snapshotChecks({
		type: "string",
		...normalizeParams(params)
	}));
}
// @__NO_SIDE_EFFECTS__
function _coercedString(Class, params) {
	return new Class(snapshotChecks({
		type: "string",
		coerce: true,
		...normalizeParams(params)
	}));
}
// @__NO_SIDE_EFFECTS__
function _email(Class, params) {
	return new Class({
		type: "string",
		format: "email",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _guid(Class, params) {
	return new Class({
		type: "string",
		format: "guid",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _uuid(Class, params) {
	return new Class({
		type: "string",
		format: "uuid",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _uuidv4(Class, params) {
	return new Class({
		type: "string",
		format: "uuid",
		check: "string_format",
		abort: false,
		version: "v4",
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _uuidv6(Class, params) {
	return new Class({
		type: "string",
		format: "uuid",
		check: "string_format",
		abort: false,
		version: "v6",
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _uuidv7(Class, params) {
	return new Class({
		type: "string",
		format: "uuid",
		check: "string_format",
		abort: false,
		version: "v7",
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _url(Class, params) {
	return new Class({
		type: "string",
		format: "url",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _emoji(Class, params) {
	return new Class({
		type: "string",
		format: "emoji",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _nanoid(Class, params) {
	return new Class({
		type: "string",
		format: "nanoid",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
/**
* @deprecated CUID v1 is deprecated by its authors due to information leakage
* (timestamps embedded in the id). Use {@link _cuid2} instead.
* See https://github.com/paralleldrive/cuid.
*/
// @__NO_SIDE_EFFECTS__
function _cuid(Class, params) {
	return new Class({
		type: "string",
		format: "cuid",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _cuid2(Class, params) {
	return new Class({
		type: "string",
		format: "cuid2",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _ulid(Class, params) {
	return new Class({
		type: "string",
		format: "ulid",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _xid(Class, params) {
	return new Class({
		type: "string",
		format: "xid",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _ksuid(Class, params) {
	return new Class({
		type: "string",
		format: "ksuid",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _ipv4(Class, params) {
	return new Class({
		type: "string",
		format: "ipv4",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _ipv6(Class, params) {
	return new Class({
		type: "string",
		format: "ipv6",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _cidrv4(Class, params) {
	return new Class({
		type: "string",
		format: "cidrv4",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _cidrv6(Class, params) {
	return new Class({
		type: "string",
		format: "cidrv6",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _base64(Class, params) {
	return new Class({
		type: "string",
		format: "base64",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _base64url(Class, params) {
	return new Class({
		type: "string",
		format: "base64url",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _e164(Class, params) {
	return new Class({
		type: "string",
		format: "e164",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _jwt(Class, params) {
	return new Class({
		type: "string",
		format: "jwt",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _isoDateTime(Class, params) {
	return new Class({
		type: "string",
		format: "datetime",
		check: "string_format",
		offset: false,
		local: false,
		precision: null,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _isoDate(Class, params) {
	return new Class({
		type: "string",
		format: "date",
		check: "string_format",
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _isoTime(Class, params) {
	return new Class({
		type: "string",
		format: "time",
		check: "string_format",
		precision: null,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _isoDuration(Class, params) {
	return new Class({
		type: "string",
		format: "duration",
		check: "string_format",
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _number(Class, params) {
	return new Class(snapshotChecks({
		type: "number",
		checks: [],
		...normalizeParams(params)
	}));
}
// @__NO_SIDE_EFFECTS__
function _coercedNumber(Class, params) {
	return new Class(snapshotChecks({
		type: "number",
		coerce: true,
		checks: [],
		...normalizeParams(params)
	}));
}
// @__NO_SIDE_EFFECTS__
function _int(Class, params) {
	return new Class({
		type: "number",
		check: "number_format",
		abort: false,
		format: "safeint",
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _boolean(Class, params) {
	return new Class({
		type: "boolean",
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _null$1(Class, params) {
	return new Class({
		type: "null",
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _unknown(Class) {
	return new Class({ type: "unknown" });
}
// @__NO_SIDE_EFFECTS__
function _never(Class, params) {
	return new Class({
		type: "never",
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _lt(value, params) {
	return new $ZodCheckLessThan({
		check: "less_than",
		...normalizeParams(params),
		value,
		inclusive: false
	});
}
// @__NO_SIDE_EFFECTS__
function _lte(value, params) {
	return new $ZodCheckLessThan({
		check: "less_than",
		...normalizeParams(params),
		value,
		inclusive: true
	});
}
// @__NO_SIDE_EFFECTS__
function _gt(value, params) {
	return new $ZodCheckGreaterThan({
		check: "greater_than",
		...normalizeParams(params),
		value,
		inclusive: false
	});
}
// @__NO_SIDE_EFFECTS__
function _gte(value, params) {
	return new $ZodCheckGreaterThan({
		check: "greater_than",
		...normalizeParams(params),
		value,
		inclusive: true
	});
}
// @__NO_SIDE_EFFECTS__
function _multipleOf(value, params) {
	return new $ZodCheckMultipleOf({
		check: "multiple_of",
		...normalizeParams(params),
		value
	});
}
// @__NO_SIDE_EFFECTS__
function _maxLength(maximum, params) {
	return new $ZodCheckMaxLength({
		check: "max_length",
		...normalizeParams(params),
		maximum
	});
}
// @__NO_SIDE_EFFECTS__
function _minLength(minimum, params) {
	return new $ZodCheckMinLength({
		check: "min_length",
		...normalizeParams(params),
		minimum
	});
}
// @__NO_SIDE_EFFECTS__
function _length(length, params) {
	return new $ZodCheckLengthEquals({
		check: "length_equals",
		...normalizeParams(params),
		length
	});
}
// @__NO_SIDE_EFFECTS__
function _regex(pattern, params) {
	return new $ZodCheckRegex({
		check: "string_format",
		format: "regex",
		...normalizeParams(params),
		pattern
	});
}
// @__NO_SIDE_EFFECTS__
function _lowercase(params) {
	return new $ZodCheckLowerCase({
		check: "string_format",
		format: "lowercase",
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _uppercase(params) {
	return new $ZodCheckUpperCase({
		check: "string_format",
		format: "uppercase",
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _includes(includes, params) {
	return new $ZodCheckIncludes({
		check: "string_format",
		format: "includes",
		...normalizeParams(params),
		includes
	});
}
// @__NO_SIDE_EFFECTS__
function _startsWith(prefix, params) {
	return new $ZodCheckStartsWith({
		check: "string_format",
		format: "starts_with",
		...normalizeParams(params),
		prefix
	});
}
// @__NO_SIDE_EFFECTS__
function _endsWith(suffix, params) {
	return new $ZodCheckEndsWith({
		check: "string_format",
		format: "ends_with",
		...normalizeParams(params),
		suffix
	});
}
// @__NO_SIDE_EFFECTS__
function _overwrite(tx) {
	return new $ZodCheckOverwrite({
		check: "overwrite",
		tx
	});
}
// @__NO_SIDE_EFFECTS__
function _normalize(form) {
	return /* @__PURE__ */ _overwrite((input) => input.normalize(form));
}
// @__NO_SIDE_EFFECTS__
function _trim() {
	return /* @__PURE__ */ _overwrite((input) => input.trim());
}
// @__NO_SIDE_EFFECTS__
function _toLowerCase() {
	return /* @__PURE__ */ _overwrite((input) => input.toLowerCase());
}
// @__NO_SIDE_EFFECTS__
function _toUpperCase() {
	return /* @__PURE__ */ _overwrite((input) => input.toUpperCase());
}
// @__NO_SIDE_EFFECTS__
function _slugify() {
	return /* @__PURE__ */ _overwrite((input) => slugify(input));
}
// @__NO_SIDE_EFFECTS__
function _array(Class, element, params) {
	return new Class({
		type: "array",
		element,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _refine(Class, fn, _params) {
	return new Class({
		type: "custom",
		check: "custom",
		fn,
		...normalizeParams(_params)
	});
}
// @__NO_SIDE_EFFECTS__
function _superRefine(fn, params) {
	const ch = /* @__PURE__ */ _check((payload) => {
		payload.addIssue = (issue$2) => {
			if (typeof issue$2 === "string") payload.issues.push(issue(issue$2, payload.value, ch._zod.def));
			else {
				const _issue = issue$2;
				if (_issue.fatal) _issue.continue = false;
				_issue.code ?? (_issue.code = "custom");
				if (!("input" in _issue)) _issue.input = payload.value;
				_issue.inst ?? (_issue.inst = ch);
				_issue.continue ?? (_issue.continue = !ch._zod.def.abort);
				payload.issues.push(issue(_issue));
			}
		};
		return fn(payload.value, payload);
	}, params);
	return ch;
}
// @__NO_SIDE_EFFECTS__
function _check(fn, params) {
	const ch = new $ZodCheck({
		check: "custom",
		...normalizeParams(params)
	});
	ch._zod.check = fn;
	return ch;
}
function assignProps(target, ...sources) {
	for (const source of sources) for (const key of Reflect.ownKeys(source)) if (Object.prototype.propertyIsEnumerable.call(source, key)) assignProp(target, key, source[key]);
	return target;
}
function initializeContext(params) {
	let target = params?.target ?? "draft-2020-12";
	if (target === "draft-4") target = "draft-04";
	if (target === "draft-7") target = "draft-07";
	return {
		processors: params.processors ?? {},
		metadataRegistry: params?.metadata ?? globalRegistry,
		target,
		unrepresentable: params?.unrepresentable ?? "throw",
		override: params?.override ?? (() => {}),
		io: params?.io ?? "output",
		counter: 0,
		seen: /* @__PURE__ */ new Map(),
		sharedDefsExtractedFor: void 0,
		sharedEmitDoneFor: void 0,
		cycles: params?.cycles ?? "ref",
		reused: params?.reused ?? "inline",
		intersections: [],
		deferred: [],
		external: params?.external ?? void 0
	};
}
/**
* Applies the `unrepresentable` setting at a site that has no JSON Schema equivalent. Throws
* `message` unless the setting (or the handler's return value) says otherwise. Returns `true` if a
* custom JSON Schema was written into `json`, in which case the caller must not write its own.
*/
function handleUnrepresentable(schema, ctx, json, params, message) {
	const result = typeof ctx.unrepresentable === "function" ? ctx.unrepresentable({
		zodSchema: schema,
		path: params.path,
		message
	}) : ctx.unrepresentable;
	if (result === "any") return false;
	if (result === void 0 || result === "throw") throw new Error(message);
	Object.assign(json, result);
	return true;
}
function processSchema(schema, ctx, _params = {
	path: [],
	schemaPath: []
}) {
	var _a;
	const def = schema._zod.def;
	const seen = ctx.seen.get(schema);
	if (seen) {
		seen.count++;
		if (_params.schemaPath.includes(schema)) seen.cycle = _params.path;
		return seen.schema;
	}
	const result = {
		schema: {},
		count: 1,
		cycle: void 0,
		path: _params.path
	};
	ctx.seen.set(schema, result);
	ctx.sharedDefsExtractedFor = void 0;
	ctx.sharedEmitDoneFor = void 0;
	const overrideSchema = schema._zod.toJSONSchema?.();
	if (overrideSchema) result.schema = overrideSchema;
	else {
		const params = {
			..._params,
			schemaPath: [..._params.schemaPath, schema],
			path: _params.path
		};
		if (schema._zod.processJSONSchema) schema._zod.processJSONSchema(ctx, result.schema, params);
		else {
			const _json = result.schema;
			const processor = ctx.processors[def.type];
			if (!processor) throw new Error(`[toJSONSchema]: Non-representable type encountered: ${def.type}`);
			processor(schema, ctx, _json, params);
		}
		const parent = schema._zod.parent;
		if (parent) {
			if (!result.ref) result.ref = parent;
			processSchema(parent, ctx, params);
			ctx.seen.get(parent).isParent = true;
		}
	}
	const meta = ctx.metadataRegistry.get(schema);
	if (meta) assignProps(result.schema, meta);
	if (ctx.io === "input" && isTransforming(schema)) {
		delete result.schema.examples;
		delete result.schema.default;
	}
	if (ctx.io === "input" && "_prefault" in result.schema) (_a = result.schema).default ?? (_a.default = result.schema._prefault);
	delete result.schema._prefault;
	return ctx.seen.get(schema).schema;
}
function encodeJSONPointerSegment(segment) {
	return segment.replace(/~/g, "~0").replace(/\//g, "~1");
}
function extractDefs(ctx, schema) {
	const root = ctx.seen.get(schema);
	if (!root) throw new Error("Unprocessed schema. This is a bug in Zod.");
	if (ctx.external && ctx.sharedDefsExtractedFor === ctx.external) return;
	const idToSchema = /* @__PURE__ */ new Map();
	for (const entry of ctx.seen.entries()) {
		const id = ctx.metadataRegistry.get(entry[0])?.id;
		if (id) {
			const existing = idToSchema.get(id);
			if (existing && existing !== entry[0]) throw new Error(`Duplicate schema id "${id}" detected during JSON Schema conversion. Two different schemas cannot share the same id when converted together.`);
			idToSchema.set(id, entry[0]);
		}
	}
	const makeURI = (entry) => {
		const defsSegment = ctx.target === "draft-2020-12" ? "$defs" : "definitions";
		if (ctx.external) {
			const externalId = ctx.external.registry.get(entry[0])?.id;
			const uriGenerator = ctx.external.uri ?? ((id) => id);
			if (externalId) return { ref: uriGenerator(externalId) };
			const id = entry[1].defId ?? entry[1].schema.id ?? `schema${ctx.counter++}`;
			entry[1].defId = id;
			return {
				defId: id,
				ref: `${uriGenerator("__shared")}#/${defsSegment}/${encodeJSONPointerSegment(id)}`
			};
		}
		const uriPrefix = `#`;
		const defUriPrefix = `${uriPrefix}/${defsSegment}/`;
		if (entry[1] === root && !entry[1].schema.id) return { ref: uriPrefix };
		const defId = entry[1].schema.id ?? `__schema${ctx.counter++}`;
		return {
			defId,
			ref: defUriPrefix + encodeJSONPointerSegment(defId)
		};
	};
	const extractToDef = (entry) => {
		if (entry[1].schema.$ref) return;
		const seen = entry[1];
		const { ref, defId } = makeURI(entry);
		seen.def = { ...seen.schema };
		if (defId) seen.defId = defId;
		const schema = seen.schema;
		for (const key in schema) delete schema[key];
		schema.$ref = ref;
	};
	if (ctx.cycles === "throw") for (const entry of ctx.seen.entries()) {
		const seen = entry[1];
		if (seen.cycle) throw new Error(`Cycle detected: #/${seen.cycle?.join("/")}/<root>

Set the \`cycles\` parameter to \`"ref"\` to resolve cyclical schemas with defs.`);
	}
	for (const entry of ctx.seen.entries()) {
		const seen = entry[1];
		if (schema === entry[0]) {
			extractToDef(entry);
			continue;
		}
		if (ctx.external) {
			const ext = ctx.external.registry.get(entry[0])?.id;
			if (schema !== entry[0] && ext) {
				extractToDef(entry);
				continue;
			}
		}
		if (ctx.metadataRegistry.get(entry[0])?.id) {
			extractToDef(entry);
			continue;
		}
		if (seen.cycle) {
			extractToDef(entry);
			continue;
		}
		if (seen.count > 1) {
			if (ctx.reused === "ref") extractToDef(entry);
		}
	}
	if (ctx.external) ctx.sharedDefsExtractedFor = ctx.external;
}
/** Rewrites `anyOf: [{type: "a"}, {type: "b"}]` to `type: ["a", "b"]`, which every JSON Schema draft treats as equivalent and most consumers render far better for the nullable case. Only branches that are a bare type assertion qualify — anything carrying a constraint, `$ref`, `const` or metadata is left alone. Runs after `flattenRef`, so a branch an override decorated or `$defs` extraction turned into a `$ref` is no longer bare and correctly stays in `anyOf`. `oneOf` is excluded: `integer` and `number` overlap, so "exactly one" and "at least one" are not the same there. OpenAPI 3.0 is excluded: its `type` must be a single string. */
function compactTypeUnion(schema) {
	const options = schema.anyOf;
	if (!Array.isArray(options) || options.length === 0 || schema.type !== void 0) return;
	const types = [];
	for (const option of options) {
		if (!option || typeof option !== "object") return;
		compactTypeUnion(option);
		const keys = Object.keys(option);
		if (keys.length !== 1 || keys[0] !== "type") return;
		const type = option.type;
		for (const member of Array.isArray(type) ? type : [type]) {
			if (typeof member !== "string") return;
			if (!types.includes(member)) types.push(member);
		}
	}
	delete schema.anyOf;
	schema.type = types.length === 1 ? types[0] : types;
}
/** Keywords `foldIntersection` knows how to combine. Anything else — `$ref`, `patternProperties`,
* an annotation like `description` — makes a member unfoldable, so a constraint this does not
* understand leaves the `allOf` alone instead of being silently dropped or misattributed. */
const FOLDABLE_KEYS = /* @__PURE__ */ new Set([
	"type",
	"properties",
	"required",
	"additionalProperties"
]);
const UNION_KEYS = ["oneOf", "anyOf"];
/** A member's constraint on a key it does not declare itself. A `catchall` states one; `false`, an absent `additionalProperties`, and the empty schema a loose object emits state nothing. */
function undeclaredConstraint(member) {
	const extra = member.additionalProperties;
	if (extra === void 0 || extra === false || typeof extra !== "object" || extra === null) return null;
	return Object.keys(extra).length ? extra : null;
}
/** Combines object members into the single object they describe together, or returns `null` if any of them carries a keyword outside {@link FOLDABLE_KEYS}. */
function foldObjects(members) {
	const objects = [];
	for (const member of members) {
		if (typeof member !== "object" || member.type !== "object") return null;
		for (const key in member) if (!FOLDABLE_KEYS.has(key)) return null;
		objects.push(member);
	}
	const properties = {};
	const required = /* @__PURE__ */ new Set();
	for (const object of objects) {
		for (const key in object.properties) {
			if (Object.prototype.hasOwnProperty.call(properties, key)) continue;
			const parts = [];
			for (const other of objects) {
				const part = other.properties?.[key] ?? undeclaredConstraint(other);
				if (part === null || part === void 0) continue;
				if (!parts.some((seen) => JSON.stringify(seen) === JSON.stringify(part))) parts.push(part);
			}
			assignProp(properties, key, parts.length === 1 ? parts[0] : foldObjects(parts) ?? { allOf: parts });
		}
		for (const key of object.required ?? []) required.add(key);
	}
	const folded = {
		type: "object",
		properties
	};
	if (required.size) folded.required = [...required];
	if (objects.every((object) => object.additionalProperties === false)) folded.additionalProperties = false;
	else {
		const constraints = [];
		for (const object of objects) {
			const constraint = undeclaredConstraint(object);
			if (constraint && !constraints.some((seen) => JSON.stringify(seen) === JSON.stringify(constraint))) constraints.push(constraint);
		}
		if (constraints.length === 1) folded.additionalProperties = constraints[0];
		else if (constraints.length > 1) folded.additionalProperties = { allOf: constraints };
	}
	return folded;
}
/** `additionalProperties` in an `allOf` member sees only that member's own `properties`, so two
* closed object members reject each other's keys and the schema validates nothing. Zod's parser
* pools the key sets instead — `handleIntersectionResults` reports a key as unrecognized only when
* *every* side rejects it — so the emitted schema has to pool them too, and folding the members
* into one object is the encoding that says so on every target.
*
* This runs from `finalize`, after `extractDefs`, which is what keeps it clear of the `$ref`
* machinery: a member extracted into `$defs` is already a `$ref` by now and declines to fold, so it
* keeps its reference and its own closedness rather than being inlined as a stale copy. */
function foldIntersection(json) {
	const allOf = json.allOf;
	if (!Array.isArray(allOf) || allOf.length < 2) return;
	for (const key of FOLDABLE_KEYS) if (key in json) return;
	const unions = allOf.filter((m) => UNION_KEYS.some((k) => Array.isArray(m[k])));
	let folded = null;
	if (!unions.length) folded = foldObjects(allOf);
	else {
		const union = unions[0];
		const keyword = UNION_KEYS.find((k) => Array.isArray(union[k]));
		if (Object.keys(union).length !== 1) return;
		const rest = allOf.filter((m) => m !== union);
		const branches = union[keyword].map((branch) => foldObjects([...rest, branch]));
		if (branches.some((b) => !b)) return;
		folded = { [keyword]: branches };
	}
	if (!folded) return;
	delete json.allOf;
	assignProps(json, folded);
}
function finalize(ctx, schema) {
	const root = ctx.seen.get(schema);
	if (!root) throw new Error("Unprocessed schema. This is a bug in Zod.");
	const flattenRef = (zodSchema) => {
		const seen = ctx.seen.get(zodSchema);
		if (seen.ref === null) return;
		const schema = seen.def ?? seen.schema;
		const _cached = { ...schema };
		const ref = seen.ref;
		seen.ref = null;
		if (ref) {
			flattenRef(ref);
			const refSeen = ctx.seen.get(ref);
			const refSchema = refSeen.schema;
			if (refSchema.$ref && (ctx.target === "draft-07" || ctx.target === "draft-04" || ctx.target === "openapi-3.0")) {
				schema.allOf = schema.allOf ?? [];
				schema.allOf.push(refSchema);
			} else assignProps(schema, refSchema);
			assignProps(schema, _cached);
			if (zodSchema._zod.parent === ref) for (const key in schema) {
				if (key === "$ref" || key === "allOf") continue;
				if (!(key in _cached)) delete schema[key];
			}
			if (refSchema.$ref && refSeen.def) for (const key in schema) {
				if (key === "$ref" || key === "allOf") continue;
				if (key in refSeen.def && JSON.stringify(schema[key]) === JSON.stringify(refSeen.def[key])) delete schema[key];
			}
		}
		const parent = zodSchema._zod.parent;
		if (parent && parent !== ref) {
			flattenRef(parent);
			const parentSeen = ctx.seen.get(parent);
			if (parentSeen?.schema.$ref) {
				schema.$ref = parentSeen.schema.$ref;
				if (parentSeen.def) for (const key in schema) {
					if (key === "$ref" || key === "allOf") continue;
					if (key in parentSeen.def && JSON.stringify(schema[key]) === JSON.stringify(parentSeen.def[key])) delete schema[key];
				}
			}
		}
		ctx.override({
			zodSchema,
			jsonSchema: schema,
			path: seen.path ?? []
		});
	};
	if (!ctx.external || ctx.sharedEmitDoneFor !== ctx.external) {
		for (const entry of [...ctx.seen.entries()].reverse()) flattenRef(entry[0]);
		if (ctx.target !== "openapi-3.0") for (const entry of ctx.seen.entries()) compactTypeUnion(entry[1].def ?? entry[1].schema);
		for (const rewrite of ctx.deferred) rewrite();
		if (ctx.intersections.length) {
			const carriers = /* @__PURE__ */ new Map();
			for (const seen of ctx.seen.values()) for (const json of [seen.schema, seen.def]) {
				const allOf = json?.allOf;
				if (!Array.isArray(allOf)) continue;
				const existing = carriers.get(allOf);
				if (existing) existing.push(json);
				else carriers.set(allOf, [json]);
			}
			for (const allOf of ctx.intersections) for (const json of carriers.get(allOf) ?? []) foldIntersection(json);
		}
	}
	const result = {};
	if (ctx.target === "draft-2020-12") result.$schema = "https://json-schema.org/draft/2020-12/schema";
	else if (ctx.target === "draft-07") result.$schema = "http://json-schema.org/draft-07/schema#";
	else if (ctx.target === "draft-04") result.$schema = "http://json-schema.org/draft-04/schema#";
	else if (ctx.target === "openapi-3.0") {}
	if (ctx.external?.uri) {
		const id = ctx.external.registry.get(schema)?.id;
		if (!id) throw new Error("Schema is missing an `id` property");
		result.$id = ctx.external.uri(id);
	}
	assignProps(result, root.defId ? root.schema : root.def ?? root.schema);
	const rootMetaId = ctx.metadataRegistry.get(schema)?.id;
	if (rootMetaId !== void 0 && result.id === rootMetaId) delete result.id;
	const defs = ctx.external?.defs ?? {};
	if (!ctx.external || ctx.sharedEmitDoneFor !== ctx.external) for (const entry of ctx.seen.entries()) {
		const seen = entry[1];
		if (seen.def && seen.defId) {
			if (seen.def.id === seen.defId) delete seen.def.id;
			assignProp(defs, seen.defId, seen.def);
		}
	}
	if (ctx.external) ctx.sharedEmitDoneFor = ctx.external;
	if (ctx.external) {} else if (Object.keys(defs).length > 0) {
		if (ctx.target === "draft-2020-12") result.$defs = defs;
		else result.definitions = defs;
	}
	try {
		const finalized = JSON.parse(JSON.stringify(result));
		Object.defineProperty(finalized, "~standard", {
			value: {
				...schema["~standard"],
				jsonSchema: {
					input: createStandardJSONSchemaMethod(schema, "input", ctx.processors),
					output: createStandardJSONSchemaMethod(schema, "output", ctx.processors)
				}
			},
			enumerable: false,
			writable: false
		});
		return finalized;
	} catch (_err) {
		throw new Error("Error converting schema to JSON.");
	}
}
function isTransforming(_schema, _ctx) {
	const ctx = _ctx ?? { seen: /* @__PURE__ */ new Set() };
	if (ctx.seen.has(_schema)) return false;
	ctx.seen.add(_schema);
	const def = _schema._zod.def;
	if (def.type === "transform") return true;
	if (def.type === "array") return isTransforming(def.element, ctx);
	if (def.type === "set") return isTransforming(def.valueType, ctx);
	if (def.type === "lazy") return isTransforming(def.getter(), ctx);
	if (def.type === "promise" || def.type === "optional" || def.type === "nonoptional" || def.type === "nullable" || def.type === "readonly" || def.type === "default" || def.type === "prefault" || def.type === "catch") return isTransforming(def.innerType, ctx);
	if (def.type === "intersection") return isTransforming(def.left, ctx) || isTransforming(def.right, ctx);
	if (def.type === "record" || def.type === "map") return isTransforming(def.keyType, ctx) || isTransforming(def.valueType, ctx);
	if (def.type === "pipe") {
		if (_schema._zod.traits.has("$ZodCodec")) return true;
		return isTransforming(def.in, ctx) || isTransforming(def.out, ctx);
	}
	if (def.type === "object") {
		for (const key in def.shape) if (isTransforming(def.shape[key], ctx)) return true;
		return false;
	}
	if (def.type === "union") {
		for (const option of def.options) if (isTransforming(option, ctx)) return true;
		return false;
	}
	if (def.type === "tuple") {
		for (const item of def.items) if (isTransforming(item, ctx)) return true;
		if (def.rest && isTransforming(def.rest, ctx)) return true;
		return false;
	}
	return false;
}
/**
* Creates a toJSONSchema method for a schema instance.
* This encapsulates the logic of initializing context, processing, extracting defs, and finalizing.
*/
const createToJSONSchemaMethod = (schema, processors = {}) => (params) => {
	const ctx = initializeContext({
		...params,
		processors
	});
	processSchema(schema, ctx);
	extractDefs(ctx, schema);
	return finalize(ctx, schema);
};
const createStandardJSONSchemaMethod = (schema, io, processors = {}) => (params) => {
	const { libraryOptions, target } = params ?? {};
	const ctx = initializeContext({
		...libraryOptions ?? {},
		target,
		io,
		processors
	});
	processSchema(schema, ctx);
	extractDefs(ctx, schema);
	return finalize(ctx, schema);
};
const narrowMin = (agg, key, value) => {
	if (agg[key] === void 0 || value > agg[key]) agg[key] = value;
};
const narrowMax = (agg, key, value) => {
	if (agg[key] === void 0 || value < agg[key]) agg[key] = value;
};
const narrowBoth = (agg, value) => {
	narrowMin(agg, "minimum", value);
	narrowMax(agg, "maximum", value);
};
const addDivisor = (agg, value) => {
	agg.multipleOf ?? (agg.multipleOf = []);
	if (!agg.multipleOf.includes(value)) agg.multipleOf.push(value);
};
const addPattern = (agg, pattern) => {
	agg.patterns ?? (agg.patterns = /* @__PURE__ */ new Set());
	agg.patterns.add(pattern);
};
const intersectMime = (agg, mime) => {
	agg.mime = agg.mime ? agg.mime.filter((m) => mime.includes(m)) : [...mime];
};
const setFormat = (agg, format) => {
	agg.format = format;
	if (format.includes("int")) agg.isInt = true;
};
const minContributor = (agg, def) => narrowMin(agg, "minimum", def.minimum);
const maxContributor = (agg, def) => narrowMax(agg, "maximum", def.maximum);
const formatContributor = (ranges) => (agg, def) => {
	setFormat(agg, def.format);
	const [minimum, maximum] = ranges[def.format];
	narrowMin(agg, "minimum", minimum);
	narrowMax(agg, "maximum", maximum);
};
const contributors = {
	greater_than: (agg, def) => narrowMin(agg, def.inclusive ? "minimum" : "exclusiveMinimum", def.value),
	less_than: (agg, def) => narrowMax(agg, def.inclusive ? "maximum" : "exclusiveMaximum", def.value),
	multiple_of: (agg, def) => addDivisor(agg, def.value),
	number_format: formatContributor(NUMBER_FORMAT_RANGES),
	bigint_format: formatContributor(BIGINT_FORMAT_RANGES),
	min_length: minContributor,
	max_length: maxContributor,
	length_equals: (agg, def) => narrowBoth(agg, def.length),
	min_size: minContributor,
	max_size: maxContributor,
	size_equals: (agg, def) => narrowBoth(agg, def.size),
	string_format: (agg, def) => {
		setFormat(agg, def.format);
		if (def.pattern) addPattern(agg, def.pattern);
		if (def.format === "base64" || def.format === "base64url") agg.contentEncoding = def.format;
		if (def.local || def.precision === -1) agg.laxFormat = true;
	},
	mime_type: (agg, def) => intersectMime(agg, def.mime)
};
function aggregateChecks(schema) {
	const agg = {};
	const def = schema._zod.def;
	const list = schema._zod.traits.has("$ZodCheck") ? [schema, ...def.checks ?? []] : def.checks ?? [];
	for (const ch of list) contributors[ch._zod.def.check]?.(agg, ch._zod.def);
	const bag = schema._zod.bag;
	if (bag.minimum !== void 0) narrowMin(agg, "minimum", bag.minimum);
	if (bag.exclusiveMinimum !== void 0) narrowMin(agg, "exclusiveMinimum", bag.exclusiveMinimum);
	if (bag.maximum !== void 0) narrowMax(agg, "maximum", bag.maximum);
	if (bag.exclusiveMaximum !== void 0) narrowMax(agg, "exclusiveMaximum", bag.exclusiveMaximum);
	if (bag.multipleOf !== void 0) addDivisor(agg, bag.multipleOf);
	if (bag.format !== void 0) {
		agg.format ?? (agg.format = bag.format);
		if (bag.format.includes("int")) agg.isInt = true;
	}
	if (bag.mime) intersectMime(agg, bag.mime);
	for (const pattern of bag.patterns ?? []) addPattern(agg, pattern);
	return agg;
}
const formatMap = {
	guid: "uuid",
	url: "uri",
	datetime: "date-time",
	json_string: "json-string",
	regex: ""
};
const exactPatterns = /* @__PURE__ */ new Map([[base64Charset, base64], [base64urlCharset, base64url]]);
const exactPattern = (p) => exactPatterns.get(p) ?? p;
const stringProcessor = (schema, ctx, _json, _params) => {
	const json = _json;
	json.type = "string";
	const { minimum, maximum, format, patterns, contentEncoding, laxFormat } = aggregateChecks(schema);
	if (typeof minimum === "number") json.minLength = minimum;
	if (typeof maximum === "number") json.maxLength = maximum;
	if (format) {
		json.format = formatMap[format] ?? format;
		if (json.format === "") delete json.format;
		if (format === "time" || laxFormat) delete json.format;
	}
	if (contentEncoding) json.contentEncoding = contentEncoding;
	if (patterns && patterns.size > 0) {
		const patternList = [...patterns].map(exactPattern);
		if (patternList.length === 1) json.pattern = patternList[0].source;
		else if (patternList.length > 1) json.allOf = [...patternList.map((regex) => ({
			...ctx.target === "draft-07" || ctx.target === "draft-04" || ctx.target === "openapi-3.0" ? { type: "string" } : {},
			pattern: regex.source
		}))];
	}
};
const numberProcessor = (schema, ctx, _json, params) => {
	const json = _json;
	const { minimum, maximum, multipleOf, exclusiveMaximum, exclusiveMinimum, isInt } = aggregateChecks(schema);
	json.type = isInt ? "integer" : "number";
	const exMin = typeof exclusiveMinimum === "number" && exclusiveMinimum >= (minimum ?? Number.NEGATIVE_INFINITY);
	const exMax = typeof exclusiveMaximum === "number" && exclusiveMaximum <= (maximum ?? Number.POSITIVE_INFINITY);
	const legacy = ctx.target === "draft-04" || ctx.target === "openapi-3.0";
	if (exMin) {
		if (legacy) {
			json.minimum = exclusiveMinimum;
			json.exclusiveMinimum = true;
		} else json.exclusiveMinimum = exclusiveMinimum;
	} else if (typeof minimum === "number") json.minimum = minimum;
	if (exMax) {
		if (legacy) {
			json.maximum = exclusiveMaximum;
			json.exclusiveMaximum = true;
		} else json.exclusiveMaximum = exclusiveMaximum;
	} else if (typeof maximum === "number") json.maximum = maximum;
	if (multipleOf) {
		const divisors = /* @__PURE__ */ new Set();
		for (const divisor of multipleOf) if (Number.isFinite(divisor) && divisor !== 0) divisors.add(Math.abs(divisor));
		else handleUnrepresentable(schema, ctx, json, params, `A multipleOf divisor of ${divisor} cannot be represented in JSON Schema`);
		const [first, ...rest] = divisors;
		if (first !== void 0) json.multipleOf = first;
		if (rest.length) json.allOf = [...json.allOf ?? [], ...rest.map((m) => ({ multipleOf: m }))];
	}
};
const booleanProcessor = (_schema, _ctx, json, _params) => {
	json.type = "boolean";
};
const nullProcessor = (_schema, ctx, json, _params) => {
	if (ctx.target === "openapi-3.0") {
		json.type = "string";
		json.nullable = true;
		json.enum = [null];
	} else json.type = "null";
};
const neverProcessor = (_schema, _ctx, json, _params) => {
	json.not = {};
};
const enumProcessor = (schema, _ctx, json, _params) => {
	const def = schema._zod.def;
	const values = getEnumValues(def.entries);
	if (values.length === 0) {
		json.not = {};
		return;
	}
	if (values.every((v) => typeof v === "number")) json.type = "number";
	if (values.every((v) => typeof v === "string")) json.type = "string";
	json.enum = values;
};
const literalProcessor = (schema, ctx, json, params) => {
	const def = schema._zod.def;
	if (def.values.length === 0) {
		json.not = {};
		return;
	}
	const vals = [];
	for (const val of def.values) if (val === void 0) {
		if (handleUnrepresentable(schema, ctx, json, params, "Literal `undefined` cannot be represented in JSON Schema")) return;
	} else if (typeof val === "bigint") {
		if (handleUnrepresentable(schema, ctx, json, params, "BigInt literals cannot be represented in JSON Schema")) return;
		vals.push(Number(val));
	} else vals.push(val);
	if (vals.length === 0) {} else if (vals.length === 1) {
		const val = vals[0];
		json.type = val === null ? "null" : typeof val;
		if (ctx.target === "draft-04" || ctx.target === "openapi-3.0") json.enum = [val];
		else json.const = val;
	} else {
		if (vals.every((v) => typeof v === "number")) json.type = "number";
		if (vals.every((v) => typeof v === "string")) json.type = "string";
		if (vals.every((v) => typeof v === "boolean")) json.type = "boolean";
		if (vals.every((v) => v === null)) json.type = "null";
		json.enum = vals;
	}
};
const customProcessor = (schema, ctx, json, params) => {
	handleUnrepresentable(schema, ctx, json, params, "Custom types cannot be represented in JSON Schema");
};
const transformProcessor = (schema, ctx, json, params) => {
	handleUnrepresentable(schema, ctx, json, params, "Transforms cannot be represented in JSON Schema");
};
const arrayProcessor = (schema, ctx, _json, params) => {
	const json = _json;
	const def = schema._zod.def;
	const { minimum, maximum } = aggregateChecks(schema);
	if (typeof minimum === "number") json.minItems = minimum;
	if (typeof maximum === "number") json.maxItems = maximum;
	json.type = "array";
	json.items = processSchema(def.element, ctx, {
		...params,
		path: [...params.path, "items"]
	});
};
function inputOptin(schema) {
	const def = schema._zod.def;
	if (def.type === "pipe" && def.in._zod.traits.has("$ZodTransform")) return inputOptin(def.out);
	if (def.type === "catch") return inputOptin(def.innerType);
	return schema._zod.optin;
}
const objectProcessor = (schema, ctx, _json, params) => {
	const json = _json;
	const def = schema._zod.def;
	const shape = def.shape;
	if (Object.getOwnPropertySymbols(shape).length && handleUnrepresentable(schema, ctx, json, params, "Symbol keys cannot be represented in JSON Schema")) return;
	json.type = "object";
	json.properties = {};
	for (const key in shape) assignProp(json.properties, key, processSchema(shape[key], ctx, {
		...params,
		path: [
			...params.path,
			"properties",
			key
		]
	}));
	const requiredKeys = [];
	for (const key of Object.keys(shape)) {
		const field = def.shape[key];
		if (ctx.io === "input" ? inputOptin(field) === void 0 : field._zod.optout === void 0) requiredKeys.push(key);
	}
	if (requiredKeys.length > 0) json.required = requiredKeys;
	if (def.catchall?._zod.def.type === "never") json.additionalProperties = false;
	else if (!def.catchall) {
		if (ctx.io === "output") json.additionalProperties = false;
	} else if (def.catchall) json.additionalProperties = processSchema(def.catchall, ctx, {
		...params,
		path: [...params.path, "additionalProperties"]
	});
};
const unionProcessor = (schema, ctx, json, params) => {
	const def = schema._zod.def;
	const isExclusive = def.inclusive === false;
	const options = def.options.map((x, i) => processSchema(x, ctx, {
		...params,
		path: [
			...params.path,
			isExclusive ? "oneOf" : "anyOf",
			i
		]
	}));
	if (isExclusive) json.oneOf = options;
	else json.anyOf = options;
};
const intersectionProcessor = (schema, ctx, json, params) => {
	const def = schema._zod.def;
	const a = processSchema(def.left, ctx, {
		...params,
		path: [
			...params.path,
			"allOf",
			0
		]
	});
	const b = processSchema(def.right, ctx, {
		...params,
		path: [
			...params.path,
			"allOf",
			1
		]
	});
	const isSimpleIntersection = (val) => "allOf" in val && Object.keys(val).length === 1;
	const allOf = [...isSimpleIntersection(a) ? a.allOf : [a], ...isSimpleIntersection(b) ? b.allOf : [b]];
	json.allOf = allOf;
	ctx.intersections.push(allOf);
};
const tupleProcessor = (schema, ctx, _json, params) => {
	const json = _json;
	const def = schema._zod.def;
	json.type = "array";
	const prefixPath = ctx.target === "draft-2020-12" ? "prefixItems" : "items";
	const restPath = ctx.target === "draft-2020-12" ? "items" : ctx.target === "openapi-3.0" ? "items" : "additionalItems";
	const prefixItems = def.items.map((x, i) => processSchema(x, ctx, {
		...params,
		path: [
			...params.path,
			prefixPath,
			i
		]
	}));
	const rest = def.rest ? processSchema(def.rest, ctx, {
		...params,
		path: [
			...params.path,
			restPath,
			...ctx.target === "openapi-3.0" ? [def.items.length] : []
		]
	}) : null;
	let minItems = def.items.length;
	while (minItems > 0) {
		const item = def.items[minItems - 1];
		if (!(ctx.io === "input" ? inputOptin(item) !== void 0 : item._zod.optout === "optional")) break;
		minItems--;
	}
	const maxItems = def.items.length;
	const isClosed = !def.rest;
	if (ctx.target === "draft-2020-12") {
		json.prefixItems = prefixItems;
		if (isClosed) json.items = false;
		else if (rest) json.items = rest;
		if (minItems > 0) json.minItems = minItems;
		if (isClosed) json.maxItems = maxItems;
	} else if (ctx.target === "openapi-3.0") {
		json.items = { anyOf: prefixItems };
		if (rest) json.items.anyOf.push(rest);
		if (minItems > 0) json.minItems = minItems;
		if (isClosed) json.maxItems = maxItems;
	} else {
		json.items = prefixItems;
		if (isClosed) json.additionalItems = false;
		else if (rest) json.additionalItems = rest;
		if (minItems > 0) json.minItems = minItems;
		if (isClosed) json.maxItems = maxItems;
	}
	const { minimum, maximum } = aggregateChecks(schema);
	if (typeof minimum === "number") json.minItems = minimum;
	if (typeof maximum === "number") json.maxItems = maximum;
};
/** JSON object keys are always strings, so a numeric record key schema is re-expressed over the
* numeric-string form the record parser matches. Deferred to `finalize`, after the flatten: a key
* behind a wrapper only carries its own `type` before then, and a union key only has its branches.
*
* A numeric bound cannot apply to a property name, so `minimum` and its siblings are dropped rather
* than carried over: keeping them beside `type: "string"` reproduces the match-nothing schema this
* exists to fix. A key that carries one therefore emits wider than the record parses — `z.record(z.number().min(5), V)`
* accepts `"3"` — which is the deliberate trade, since throwing on it would reject an ordinary schema
* outright. */
function stringifyKeyNames(bySchema, json, visited) {
	if (json.$ref) {
		if (visited.has(json)) return json;
		visited.add(json);
		const def = bySchema.get(json)?.def;
		if (!def) return json;
		const inlined = stringifyKeyNames(bySchema, def, visited);
		return inlined === def ? json : inlined;
	}
	for (const keyword of ["anyOf", "oneOf"]) {
		const branches = json[keyword];
		if (!Array.isArray(branches)) continue;
		const mapped = branches.map((branch) => stringifyKeyNames(bySchema, branch, visited));
		if (mapped.some((branch, i) => branch !== branches[i])) json = {
			...json,
			[keyword]: mapped
		};
	}
	const types = Array.isArray(json.type) ? json.type : [json.type];
	const numericType = !types.includes("string") && types.some((t) => t === "number" || t === "integer");
	const values = json.enum ?? (json.const !== void 0 ? [json.const] : void 0);
	if (!numericType && !values?.some((v) => typeof v === "number")) return json;
	const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf, format, id, ...rest } = json;
	if (rest.enum) rest.enum = rest.enum.map((v) => typeof v === "number" ? String(v) : v);
	else if (typeof rest.const === "number") rest.const = String(rest.const);
	if (!numericType) return rest;
	rest.type = "string";
	if (!values) rest.pattern = (types.includes("number") ? number$2 : integer).source;
	return rest;
}
/** Every record of one conversion, so the carriers are found in a single pass rather than once per record. */
const pendingRecords = /* @__PURE__ */ new WeakMap();
function rewriteKeyNames(ctx) {
	const bySchema = /* @__PURE__ */ new Map();
	for (const entry of ctx.seen.values()) if (entry.def && !bySchema.has(entry.schema)) bySchema.set(entry.schema, entry);
	const rewrites = /* @__PURE__ */ new Map();
	for (const record of pendingRecords.get(ctx) ?? []) {
		const seen = ctx.seen.get(record);
		const names = (seen?.def ?? seen?.schema)?.propertyNames;
		if (!names || names === true || rewrites.has(names)) continue;
		const rewritten = stringifyKeyNames(bySchema, names, /* @__PURE__ */ new Set());
		if (rewritten !== names) rewrites.set(names, rewritten);
	}
	if (!rewrites.size) return;
	for (const entry of ctx.seen.values()) for (const carrier of [entry.schema, entry.def]) {
		const rewritten = carrier && rewrites.get(carrier.propertyNames);
		if (rewritten) carrier.propertyNames = rewritten;
	}
}
const recordProcessor = (schema, ctx, _json, params) => {
	const json = _json;
	const def = schema._zod.def;
	json.type = "object";
	const keyType = def.keyType;
	const patterns = aggregateChecks(keyType).patterns;
	if (def.mode === "loose" && patterns && patterns.size > 0) {
		const valueSchema = processSchema(def.valueType, ctx, {
			...params,
			path: [
				...params.path,
				"patternProperties",
				"*"
			]
		});
		json.patternProperties = {};
		for (const pattern of patterns) assignProp(json.patternProperties, exactPattern(pattern).source, valueSchema);
	} else {
		if (ctx.target === "draft-07" || ctx.target === "draft-2020-12") {
			json.propertyNames = processSchema(def.keyType, ctx, {
				...params,
				path: [...params.path, "propertyNames"]
			});
			let pending = pendingRecords.get(ctx);
			if (!pending) {
				pending = [];
				pendingRecords.set(ctx, pending);
				ctx.deferred.push(() => rewriteKeyNames(ctx));
			}
			pending.push(schema);
		}
		json.additionalProperties = processSchema(def.valueType, ctx, {
			...params,
			path: [...params.path, "additionalProperties"]
		});
	}
	const keyValues = keyType._zod.values;
	const omittableOnInput = ctx.io === "input" && inputOptin(def.valueType) !== void 0;
	if (keyValues && !def.partial && !omittableOnInput) {
		const validKeyValues = [...keyValues].filter((v) => typeof v === "string" || typeof v === "number");
		if (validKeyValues.length > 0) json.required = validKeyValues.map(String);
	}
};
const nullableProcessor = (schema, ctx, json, params) => {
	const def = schema._zod.def;
	const inner = processSchema(def.innerType, ctx, params);
	const seen = ctx.seen.get(schema);
	if (ctx.target === "openapi-3.0") {
		seen.ref = def.innerType;
		json.nullable = true;
	} else json.anyOf = [inner, { type: "null" }];
};
const nonoptionalProcessor = (schema, ctx, _json, params) => {
	const def = schema._zod.def;
	processSchema(def.innerType, ctx, params);
	const seen = ctx.seen.get(schema);
	seen.ref = def.innerType;
};
/** Round-trips a default value through JSON so the emitted schema is guaranteed to be valid JSON.
* A BigInt has no reliable encoding, so it goes through `unrepresentable` like any other
* unrepresentable value. Returns a sentinel when the caller must not write a default of its own. */
const UNREPRESENTABLE_DEFAULT = Symbol();
function serializeDefaultValue(value, schema, ctx, json, params) {
	let unrepresentable = false;
	const serialized = JSON.stringify(value, (_, val) => {
		if (typeof val !== "bigint") return val;
		unrepresentable = true;
		return null;
	});
	if (!unrepresentable) return JSON.parse(serialized);
	handleUnrepresentable(schema, ctx, json, params, "BigInt defaults cannot be represented in JSON Schema");
	return UNREPRESENTABLE_DEFAULT;
}
const defaultProcessor = (schema, ctx, json, params) => {
	const def = schema._zod.def;
	processSchema(def.innerType, ctx, params);
	const seen = ctx.seen.get(schema);
	seen.ref = def.innerType;
	const value = serializeDefaultValue(def.defaultValue, schema, ctx, json, params);
	if (value !== UNREPRESENTABLE_DEFAULT) json.default = value;
};
const prefaultProcessor = (schema, ctx, json, params) => {
	const def = schema._zod.def;
	processSchema(def.innerType, ctx, params);
	const seen = ctx.seen.get(schema);
	seen.ref = def.innerType;
	if (ctx.io !== "input") return;
	const value = serializeDefaultValue(def.defaultValue, schema, ctx, json, params);
	if (value !== UNREPRESENTABLE_DEFAULT) json._prefault = value;
};
const catchProcessor = (schema, ctx, json, params) => {
	const def = schema._zod.def;
	processSchema(def.innerType, ctx, params);
	const seen = ctx.seen.get(schema);
	seen.ref = def.innerType;
	let catchValue;
	try {
		catchValue = def.catchValue(void 0);
	} catch {
		handleUnrepresentable(schema, ctx, json, params, "Dynamic catch values are not supported in JSON Schema");
		return;
	}
	json.default = catchValue;
};
const pipeProcessor = (schema, ctx, _json, params) => {
	const def = schema._zod.def;
	const inIsTransform = def.in._zod.traits.has("$ZodTransform");
	const innerType = ctx.io === "input" ? inIsTransform ? def.out : def.in : def.out;
	processSchema(innerType, ctx, params);
	const seen = ctx.seen.get(schema);
	seen.ref = innerType;
};
const readonlyProcessor = (schema, ctx, json, params) => {
	const def = schema._zod.def;
	processSchema(def.innerType, ctx, params);
	const seen = ctx.seen.get(schema);
	seen.ref = def.innerType;
	json.readOnly = true;
};
const optionalProcessor = (schema, ctx, _json, params) => {
	const def = schema._zod.def;
	processSchema(def.innerType, ctx, params);
	const seen = ctx.seen.get(schema);
	seen.ref = def.innerType;
};
const _installedErrorProtos = /* @__PURE__ */ new WeakSet([Object.prototype, Error.prototype]);
function _lazyMethod(proto, key, make) {
	Object.defineProperty(proto, key, {
		configurable: true,
		enumerable: false,
		get() {
			const value = make(this);
			Object.defineProperty(this, key, {
				value,
				configurable: true,
				writable: true
			});
			return value;
		},
		set(value) {
			Object.defineProperty(this, key, {
				value,
				configurable: true,
				writable: true
			});
		}
	});
}
const initializer = (inst, issues) => {
	$ZodError.init(inst, issues);
	inst.name = "ZodError";
	const proto = Object.getPrototypeOf(inst);
	if (_installedErrorProtos.has(proto)) return;
	_installedErrorProtos.add(proto);
	_lazyMethod(proto, "format", (self) => (mapper) => formatError(self, mapper));
	_lazyMethod(proto, "flatten", (self) => (mapper) => flattenError(self, mapper));
	_lazyMethod(proto, "addIssue", (self) => (issue) => {
		self.issues.push(issue);
		self.message = JSON.stringify(self.issues, jsonStringifyReplacer, 2);
	});
	_lazyMethod(proto, "addIssues", (self) => (issues) => {
		self.issues.push(...issues);
		self.message = JSON.stringify(self.issues, jsonStringifyReplacer, 2);
	});
	Object.defineProperty(proto, "isEmpty", {
		configurable: true,
		enumerable: false,
		get() {
			return this.issues.length === 0;
		}
	});
};
const ZodRealError = /*@__PURE__*/ $constructor("ZodError", initializer, void 0, { Parent: Error });
const parse = /* @__PURE__ */ _parse(ZodRealError);
const parseAsync = /* @__PURE__ */ _parseAsync(ZodRealError);
const safeParse = /* @__PURE__ */ _safeParse(ZodRealError);
const safeParseAsync = /* @__PURE__ */ _safeParseAsync(ZodRealError);
const encode$1 = /* @__PURE__ */ _encode(ZodRealError);
const decode$1 = /* @__PURE__ */ _decode(ZodRealError);
const encodeAsync = /* @__PURE__ */ _encodeAsync(ZodRealError);
const decodeAsync = /* @__PURE__ */ _decodeAsync(ZodRealError);
const safeEncode = /* @__PURE__ */ _safeEncode(ZodRealError);
const safeDecode = /* @__PURE__ */ _safeDecode(ZodRealError);
const safeEncodeAsync = /* @__PURE__ */ _safeEncodeAsync(ZodRealError);
const safeDecodeAsync = /* @__PURE__ */ _safeDecodeAsync(ZodRealError);
function _ensureDefaultLocale() {
	if (!globalConfig.localeError) config(en_default());
}
function _ensureDefaultMemoizer() {
	if (!globalConfig.memoizer) config({ memoizer: memoizer() });
}
const ZodType = /*@__PURE__*/ $constructor("ZodType", (inst, def) => {
	_ensureDefaultLocale();
	$ZodType.init(inst, def);
	inst.def = def;
	inst.type = def.type;
	return inst;
}, {
	check(...chks) {
		const def = this.def;
		return this.clone(mergeDefs(def, { checks: [...def.checks ?? [], ...chks.map((ch) => typeof ch === "function" ? { _zod: {
			check: ch,
			def: { check: "custom" },
			onattach: []
		} } : ch)] }), { parent: true });
	},
	with(...chks) {
		return this.check(...chks);
	},
	clone(def, params) {
		return clone(this, def, params);
	},
	brand() {
		return this;
	},
	register(reg, meta) {
		reg.add(this, meta);
		return this;
	},
	refine(check, params) {
		return this.check(refine(check, params));
	},
	superRefine(refinement, params) {
		return this.check(superRefine(refinement, params));
	},
	overwrite(fn) {
		return this.check(/* @__PURE__ */ _overwrite(fn));
	},
	optional() {
		return optional$1(this);
	},
	exactOptional() {
		return exactOptional(this);
	},
	nullable() {
		return nullable(this);
	},
	nullish() {
		return optional$1(nullable(this));
	},
	nonoptional(params) {
		return nonoptional(this, params);
	},
	array() {
		return array(this);
	},
	or(arg) {
		return union([this, arg]);
	},
	and(arg) {
		return intersection(this, arg);
	},
	transform(tx) {
		return pipe(this, transform(tx));
	},
	default(d) {
		return _default(this, d);
	},
	prefault(d) {
		return prefault(this, d);
	},
	catch(params) {
		return _catch(this, params);
	},
	pipe(target) {
		return pipe(this, target);
	},
	readonly() {
		return readonly(this);
	},
	describe(description) {
		const cl = this.clone();
		globalRegistry.add(cl, { description });
		return cl;
	},
	meta(...args) {
		if (args.length === 0) return globalRegistry.get(this);
		const cl = this.clone();
		globalRegistry.add(cl, args[0]);
		return cl;
	},
	isOptional() {
		return this.safeParse(void 0).success;
	},
	isNullable() {
		return this.safeParse(null).success;
	},
	apply(fn, ...args) {
		return args.length === 0 ? fn(this) : fn(this, ...args);
	},
	get "~standard"() {
		return hide(this, "~standard", {
			...standardProps(this),
			jsonSchema: {
				input: createStandardJSONSchemaMethod(this, "input"),
				output: createStandardJSONSchemaMethod(this, "output")
			}
		});
	},
	set "~standard"(value) {
		own(this, "~standard", value);
	},
	parse: function _parse(data, params) {
		return parse(this, data, params, { callee: _parse });
	},
	parseAsync: async function _parseAsync(data, params) {
		return await parseAsync(this, data, params, { callee: _parseAsync });
	},
	safeParse(data, params) {
		return safeParse(this, data, params);
	},
	async safeParseAsync(data, params) {
		return safeParseAsync(this, data, params);
	},
	get spa() {
		return this?.safeParseAsync;
	},
	set spa(value) {
		own(this, "spa", value);
	},
	validate(data, params) {
		return validate(this, data, params);
	},
	validateAsync(data, params) {
		return validateAsync$1(this, data, params);
	},
	encode: function _encode(data, params) {
		return encode$1(this, data, params, { callee: _encode });
	},
	decode: function _decode(data, params) {
		return decode$1(this, data, params, { callee: _decode });
	},
	encodeAsync: async function _encodeAsync(data, params) {
		return await encodeAsync(this, data, params, { callee: _encodeAsync });
	},
	decodeAsync: async function _decodeAsync(data, params) {
		return await decodeAsync(this, data, params, { callee: _decodeAsync });
	},
	safeEncode(data, params) {
		return safeEncode(this, data, params);
	},
	safeDecode(data, params) {
		return safeDecode(this, data, params);
	},
	async safeEncodeAsync(data, params) {
		return safeEncodeAsync(this, data, params);
	},
	async safeDecodeAsync(data, params) {
		return safeDecodeAsync(this, data, params);
	},
	toJSONSchema(params) {
		return createToJSONSchemaMethod(this, {})(params);
	},
	get description() {
		return globalRegistry.get(this)?.description;
	},
	get _def() {
		return this._zod.def;
	}
});
/** @internal */
const _ZodString = /*@__PURE__*/ $constructor("_ZodString", (inst, def) => {
	$ZodString.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => stringProcessor(inst, ctx, json, params);
}, /*@__PURE__*/ derived({
	format: (inst) => aggregateChecks(inst).format ?? null,
	minLength: (inst) => aggregateChecks(inst).minimum ?? null,
	maxLength: (inst) => aggregateChecks(inst).maximum ?? null
}, {
	regex(...args) {
		return this.check(/* @__PURE__ */ _regex(...args));
	},
	includes(...args) {
		return this.check(/* @__PURE__ */ _includes(...args));
	},
	startsWith(...args) {
		return this.check(/* @__PURE__ */ _startsWith(...args));
	},
	endsWith(...args) {
		return this.check(/* @__PURE__ */ _endsWith(...args));
	},
	min(...args) {
		return this.check(/* @__PURE__ */ _minLength(...args));
	},
	max(...args) {
		return this.check(/* @__PURE__ */ _maxLength(...args));
	},
	length(...args) {
		return this.check(/* @__PURE__ */ _length(...args));
	},
	nonempty(...args) {
		return this.check(/* @__PURE__ */ _minLength(1, ...args));
	},
	lowercase(params) {
		return this.check(/* @__PURE__ */ _lowercase(params));
	},
	uppercase(params) {
		return this.check(/* @__PURE__ */ _uppercase(params));
	},
	trim() {
		return this.check(/* @__PURE__ */ _trim());
	},
	normalize(...args) {
		return this.check(/* @__PURE__ */ _normalize(...args));
	},
	toLowerCase() {
		return this.check(/* @__PURE__ */ _toLowerCase());
	},
	toUpperCase() {
		return this.check(/* @__PURE__ */ _toUpperCase());
	},
	slugify() {
		return this.check(/* @__PURE__ */ _slugify());
	}
}));
const ZodString = /*@__PURE__*/ $constructor("ZodString", (inst, def) => {
	$ZodString.init(inst, def);
	_ZodString.init(inst, def);
}, {
	email(params) {
		return this.check(/* @__PURE__ */ _email(ZodEmail, params));
	},
	url(params) {
		return this.check(/* @__PURE__ */ _url(ZodURL, params));
	},
	jwt(params) {
		return this.check(/* @__PURE__ */ _jwt(ZodJWT, params));
	},
	emoji(params) {
		return this.check(/* @__PURE__ */ _emoji(ZodEmoji, params));
	},
	guid(params) {
		return this.check(/* @__PURE__ */ _guid(ZodGUID, params));
	},
	uuid(params) {
		return this.check(/* @__PURE__ */ _uuid(ZodUUID, params));
	},
	uuidv4(params) {
		return this.check(/* @__PURE__ */ _uuidv4(ZodUUID, params));
	},
	uuidv6(params) {
		return this.check(/* @__PURE__ */ _uuidv6(ZodUUID, params));
	},
	uuidv7(params) {
		return this.check(/* @__PURE__ */ _uuidv7(ZodUUID, params));
	},
	nanoid(params) {
		return this.check(/* @__PURE__ */ _nanoid(ZodNanoID, params));
	},
	cuid(params) {
		return this.check(/* @__PURE__ */ _cuid(ZodCUID, params));
	},
	cuid2(params) {
		return this.check(/* @__PURE__ */ _cuid2(ZodCUID2, params));
	},
	ulid(params) {
		return this.check(/* @__PURE__ */ _ulid(ZodULID, params));
	},
	base64(params) {
		return this.check(/* @__PURE__ */ _base64(ZodBase64, params));
	},
	base64url(params) {
		return this.check(/* @__PURE__ */ _base64url(ZodBase64URL, params));
	},
	xid(params) {
		return this.check(/* @__PURE__ */ _xid(ZodXID, params));
	},
	ksuid(params) {
		return this.check(/* @__PURE__ */ _ksuid(ZodKSUID, params));
	},
	ipv4(params) {
		return this.check(/* @__PURE__ */ _ipv4(ZodIPv4, params));
	},
	ipv6(params) {
		return this.check(/* @__PURE__ */ _ipv6(ZodIPv6, params));
	},
	cidrv4(params) {
		return this.check(/* @__PURE__ */ _cidrv4(ZodCIDRv4, params));
	},
	cidrv6(params) {
		return this.check(/* @__PURE__ */ _cidrv6(ZodCIDRv6, params));
	},
	e164(params) {
		return this.check(/* @__PURE__ */ _e164(ZodE164, params));
	},
	datetime(params) {
		return this.check(/* @__PURE__ */ _isoDateTime(ZodISODateTime, params));
	},
	date(params) {
		return this.check(/* @__PURE__ */ _isoDate(ZodISODate, params));
	},
	time(params) {
		return this.check(/* @__PURE__ */ _isoTime(ZodISOTime, params));
	},
	duration(params) {
		return this.check(/* @__PURE__ */ _isoDuration(ZodISODuration, params));
	}
});
function string$1(params) {
	return /* @__PURE__ */ _string(ZodString, params);
}
const ZodStringFormat = /*@__PURE__*/ $constructor("ZodStringFormat", (inst, def) => {
	$ZodStringFormat.init(inst, def);
	_ZodString.init(inst, def);
});
const ZodISODateTime = /*@__PURE__*/ $constructor("ZodISODateTime", (inst, def) => {
	$ZodISODateTime.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodISODate = /*@__PURE__*/ $constructor("ZodISODate", (inst, def) => {
	$ZodISODate.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodISOTime = /*@__PURE__*/ $constructor("ZodISOTime", (inst, def) => {
	$ZodISOTime.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodISODuration = /*@__PURE__*/ $constructor("ZodISODuration", (inst, def) => {
	$ZodISODuration.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodEmail = /*@__PURE__*/ $constructor("ZodEmail", (inst, def) => {
	$ZodEmail.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodGUID = /*@__PURE__*/ $constructor("ZodGUID", (inst, def) => {
	$ZodGUID.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodUUID = /*@__PURE__*/ $constructor("ZodUUID", (inst, def) => {
	$ZodUUID.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodURL = /*@__PURE__*/ $constructor("ZodURL", (inst, def) => {
	$ZodURL.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodEmoji = /*@__PURE__*/ $constructor("ZodEmoji", (inst, def) => {
	$ZodEmoji.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodNanoID = /*@__PURE__*/ $constructor("ZodNanoID", (inst, def) => {
	$ZodNanoID.init(inst, def);
	ZodStringFormat.init(inst, def);
});
/**
* @deprecated CUID v1 is deprecated by its authors due to information leakage
* (timestamps embedded in the id). Use {@link ZodCUID2} instead.
* See https://github.com/paralleldrive/cuid.
*/
const ZodCUID = /*@__PURE__*/ $constructor("ZodCUID", (inst, def) => {
	$ZodCUID.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodCUID2 = /*@__PURE__*/ $constructor("ZodCUID2", (inst, def) => {
	$ZodCUID2.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodULID = /*@__PURE__*/ $constructor("ZodULID", (inst, def) => {
	$ZodULID.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodXID = /*@__PURE__*/ $constructor("ZodXID", (inst, def) => {
	$ZodXID.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodKSUID = /*@__PURE__*/ $constructor("ZodKSUID", (inst, def) => {
	$ZodKSUID.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodIPv4 = /*@__PURE__*/ $constructor("ZodIPv4", (inst, def) => {
	$ZodIPv4.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodIPv6 = /*@__PURE__*/ $constructor("ZodIPv6", (inst, def) => {
	$ZodIPv6.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodCIDRv4 = /*@__PURE__*/ $constructor("ZodCIDRv4", (inst, def) => {
	$ZodCIDRv4.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodCIDRv6 = /*@__PURE__*/ $constructor("ZodCIDRv6", (inst, def) => {
	$ZodCIDRv6.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodBase64 = /*@__PURE__*/ $constructor("ZodBase64", (inst, def) => {
	$ZodBase64.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodBase64URL = /*@__PURE__*/ $constructor("ZodBase64URL", (inst, def) => {
	$ZodBase64URL.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodE164 = /*@__PURE__*/ $constructor("ZodE164", (inst, def) => {
	$ZodE164.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodJWT = /*@__PURE__*/ $constructor("ZodJWT", (inst, def) => {
	$ZodJWT.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodNumber = /*@__PURE__*/ $constructor("ZodNumber", (inst, def) => {
	$ZodNumber.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => numberProcessor(inst, ctx, json, params);
	inst.isFinite = true;
}, /*@__PURE__*/ derived({
	minValue: (inst) => {
		const { minimum, exclusiveMinimum } = aggregateChecks(inst);
		return Math.max(minimum ?? Number.NEGATIVE_INFINITY, exclusiveMinimum ?? Number.NEGATIVE_INFINITY);
	},
	maxValue: (inst) => {
		const { maximum, exclusiveMaximum } = aggregateChecks(inst);
		return Math.min(maximum ?? Number.POSITIVE_INFINITY, exclusiveMaximum ?? Number.POSITIVE_INFINITY);
	},
	isInt: (inst) => {
		const { isInt, multipleOf } = aggregateChecks(inst);
		return !!isInt || !!multipleOf?.some(Number.isSafeInteger);
	},
	format: (inst) => aggregateChecks(inst).format ?? null
}, {
	gt(value, params) {
		return this.check(/* @__PURE__ */ _gt(value, params));
	},
	gte(value, params) {
		return this.check(/* @__PURE__ */ _gte(value, params));
	},
	min(value, params) {
		return this.check(/* @__PURE__ */ _gte(value, params));
	},
	lt(value, params) {
		return this.check(/* @__PURE__ */ _lt(value, params));
	},
	lte(value, params) {
		return this.check(/* @__PURE__ */ _lte(value, params));
	},
	max(value, params) {
		return this.check(/* @__PURE__ */ _lte(value, params));
	},
	int(params) {
		return this.check(int(params));
	},
	safe(params) {
		return this.check(int(params));
	},
	positive(params) {
		return this.check(/* @__PURE__ */ _gt(0, params));
	},
	nonnegative(params) {
		return this.check(/* @__PURE__ */ _gte(0, params));
	},
	negative(params) {
		return this.check(/* @__PURE__ */ _lt(0, params));
	},
	nonpositive(params) {
		return this.check(/* @__PURE__ */ _lte(0, params));
	},
	multipleOf(value, params) {
		return this.check(/* @__PURE__ */ _multipleOf(value, params));
	},
	step(value, params) {
		return this.check(/* @__PURE__ */ _multipleOf(value, params));
	},
	finite() {
		return this;
	}
}));
function number$1(params) {
	return /* @__PURE__ */ _number(ZodNumber, params);
}
const ZodNumberFormat = /*@__PURE__*/ $constructor("ZodNumberFormat", (inst, def) => {
	$ZodNumberFormat.init(inst, def);
	ZodNumber.init(inst, def);
});
function int(params) {
	return /* @__PURE__ */ _int(ZodNumberFormat, params);
}
const ZodBoolean = /*@__PURE__*/ $constructor("ZodBoolean", (inst, def) => {
	$ZodBoolean.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => booleanProcessor(inst, ctx, json, params);
});
function boolean(params) {
	return /* @__PURE__ */ _boolean(ZodBoolean, params);
}
const ZodNull = /*@__PURE__*/ $constructor("ZodNull", (inst, def) => {
	$ZodNull.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => nullProcessor(inst, ctx, json, params);
});
function _null(params) {
	return /* @__PURE__ */ _null$1(ZodNull, params);
}
const ZodUnknown = /*@__PURE__*/ $constructor("ZodUnknown", (inst, def) => {
	$ZodUnknown.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => void 0;
});
function unknown() {
	return /* @__PURE__ */ _unknown(ZodUnknown);
}
const ZodNever = /*@__PURE__*/ $constructor("ZodNever", (inst, def) => {
	$ZodNever.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => neverProcessor(inst, ctx, json, params);
});
function never(params) {
	return /* @__PURE__ */ _never(ZodNever, params);
}
const ZodArray = /*@__PURE__*/ $constructor("ZodArray", (inst, def) => {
	_ensureDefaultMemoizer();
	$ZodArray.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => arrayProcessor(inst, ctx, json, params);
	inst.element = def.element;
}, {
	min(n, params) {
		return this.check(/* @__PURE__ */ _minLength(n, params));
	},
	nonempty(params) {
		return this.check(/* @__PURE__ */ _minLength(1, params));
	},
	max(n, params) {
		return this.check(/* @__PURE__ */ _maxLength(n, params));
	},
	length(n, params) {
		return this.check(/* @__PURE__ */ _length(n, params));
	},
	unwrap() {
		return this.element;
	}
});
function array(element, params) {
	return /* @__PURE__ */ _array(ZodArray, element, params);
}
const ZodObject = /*@__PURE__*/ $constructor("ZodObject", (inst, def) => {
	_ensureDefaultMemoizer();
	$ZodObjectJIT.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => objectProcessor(inst, ctx, json, params);
	installLazyProp(inst, "shape", (self) => self._zod.def.shape, false);
}, {
	keyof() {
		return _enum(Object.keys(this._zod.def.shape));
	},
	catchall(catchall) {
		return this.clone(mergeDefs(this._zod.def, { catchall }));
	},
	passthrough() {
		return this.clone(mergeDefs(this._zod.def, { catchall: unknown() }));
	},
	loose() {
		return this.clone(mergeDefs(this._zod.def, { catchall: unknown() }));
	},
	strict() {
		return this.clone(mergeDefs(this._zod.def, { catchall: never() }));
	},
	strip() {
		return this.clone(mergeDefs(this._zod.def, { catchall: void 0 }));
	},
	extend(incoming) {
		return extend(this, incoming);
	},
	safeExtend(incoming) {
		return safeExtend(this, incoming);
	},
	merge(other) {
		return merge(this, other);
	},
	pick(mask) {
		return pick(this, mask);
	},
	omit(mask) {
		return omit(this, mask);
	},
	partial(...args) {
		return partial(ZodOptional, this, args[0]);
	},
	exactPartial(...args) {
		return partial(ZodExactOptional, this, args[0], "exactPartial");
	},
	required(...args) {
		return required(ZodNonOptional, this, args[0]);
	}
});
function object(shape, params) {
	const def = {
		type: "object",
		shape: shape ?? {},
		...normalizeParams(params)
	};
	return new ZodObject(def);
}
function strictObject(shape, params) {
	return new ZodObject({
		type: "object",
		shape,
		catchall: never(),
		...normalizeParams(params)
	});
}
function looseObject(shape, params) {
	return new ZodObject({
		type: "object",
		shape,
		catchall: unknown(),
		...normalizeParams(params)
	});
}
const ZodUnion = /*@__PURE__*/ $constructor("ZodUnion", (inst, def) => {
	$ZodUnion.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => unionProcessor(inst, ctx, json, params);
	inst.options = def.options;
});
function union(options, params) {
	return new ZodUnion({
		type: "union",
		options,
		...normalizeParams(params)
	});
}
const ZodDiscriminatedUnion = /*@__PURE__*/ $constructor("ZodDiscriminatedUnion", (inst, def) => {
	ZodUnion.init(inst, def);
	$ZodDiscriminatedUnion.init(inst, def);
});
function discriminatedUnion(discriminator, options, params) {
	return new ZodDiscriminatedUnion({
		type: "union",
		options,
		discriminator,
		...normalizeParams(params)
	});
}
const ZodIntersection = /*@__PURE__*/ $constructor("ZodIntersection", (inst, def) => {
	$ZodIntersection.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => intersectionProcessor(inst, ctx, json, params);
});
function intersection(left, right) {
	return new ZodIntersection({
		type: "intersection",
		left,
		right
	});
}
const ZodTuple = /*@__PURE__*/ $constructor("ZodTuple", (inst, def) => {
	_ensureDefaultMemoizer();
	$ZodTuple.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => tupleProcessor(inst, ctx, json, params);
}, {
	rest(rest) {
		return this.clone({
			...this._zod.def,
			rest
		});
	},
	partial() {
		const def = this._zod.def;
		if (def.checks?.length) throw new Error(".partial() cannot be used on tuple schemas containing refinements");
		return this.clone({
			...def,
			items: def.items.map((item) => new ZodOptional({
				type: "optional",
				innerType: item
			}))
		});
	}
});
function tuple(items, _paramsOrRest, _params) {
	const hasRest = _paramsOrRest instanceof $ZodType;
	return new ZodTuple({
		type: "tuple",
		items,
		rest: hasRest ? _paramsOrRest : null,
		...normalizeParams(hasRest ? _params : _paramsOrRest)
	});
}
const ZodRecord = /*@__PURE__*/ $constructor("ZodRecord", (inst, def) => {
	_ensureDefaultMemoizer();
	$ZodRecord.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => recordProcessor(inst, ctx, json, params);
	inst.keyType = def.keyType;
	inst.valueType = def.valueType;
});
function record(keyType, valueType, params) {
	if (!valueType || !valueType._zod) return new ZodRecord({
		type: "record",
		keyType: string$1(),
		valueType: keyType,
		...normalizeParams(valueType)
	});
	return new ZodRecord({
		type: "record",
		keyType,
		valueType,
		...normalizeParams(params)
	});
}
const ZodEnum = /*@__PURE__*/ $constructor("ZodEnum", (inst, def) => {
	$ZodEnum.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => enumProcessor(inst, ctx, json, params);
	inst.enum = def.entries;
	inst.options = [...inst._zod.values];
	const keys = new Set(Object.keys(def.entries));
	inst.extract = (values, params) => {
		const newEntries = {};
		for (const value of values) if (keys.has(value)) newEntries[value] = def.entries[value];
		else throw new Error(`Key ${value} not found in enum`);
		return new ZodEnum({
			...def,
			checks: [],
			...normalizeParams(params),
			entries: newEntries
		});
	};
	inst.exclude = (values, params) => {
		const newEntries = { ...def.entries };
		for (const value of values) if (keys.has(value)) delete newEntries[value];
		else throw new Error(`Key ${value} not found in enum`);
		return new ZodEnum({
			...def,
			checks: [],
			...normalizeParams(params),
			entries: newEntries
		});
	};
});
function _enum(values, params) {
	const entries = Array.isArray(values) ? Object.fromEntries(values.map((v) => [v, v])) : values;
	return new ZodEnum({
		type: "enum",
		entries,
		...normalizeParams(params)
	});
}
const ZodLiteral = /*@__PURE__*/ $constructor("ZodLiteral", (inst, def) => {
	$ZodLiteral.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => literalProcessor(inst, ctx, json, params);
	inst.values = new Set(def.values);
	Object.defineProperty(inst, "value", { get() {
		if (def.values.length > 1) throw new Error("This schema contains multiple valid literal values. Use `.values` instead.");
		return def.values[0];
	} });
});
function literal(value, params) {
	return new ZodLiteral({
		type: "literal",
		values: Array.isArray(value) ? value : [value],
		...normalizeParams(params)
	});
}
const ZodTransform = /*@__PURE__*/ $constructor("ZodTransform", (inst, def) => {
	_ensureDefaultMemoizer();
	$ZodTransform.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => transformProcessor(inst, ctx, json, params);
	inst._zod.parse = (payload, _ctx) => {
		if (_ctx.direction === "backward") throw new $ZodEncodeError(inst.constructor.name);
		payload.addIssue = (issue$1) => {
			if (typeof issue$1 === "string") payload.issues.push(issue(issue$1, payload.value, def));
			else {
				const _issue = issue$1;
				if (_issue.fatal) _issue.continue = false;
				_issue.code ?? (_issue.code = "custom");
				if (!("input" in _issue)) _issue.input = payload.value;
				_issue.inst ?? (_issue.inst = inst);
				payload.issues.push(issue(_issue));
			}
		};
		const output = def.transform(payload.value, payload);
		if (output instanceof Promise) return output.then((output) => {
			payload.value = output;
			return payload;
		});
		payload.value = output;
		return payload;
	};
});
function transform(fn) {
	return new ZodTransform({
		type: "transform",
		transform: fn
	});
}
const ZodOptional = /*@__PURE__*/ $constructor("ZodOptional", (inst, def) => {
	$ZodOptional.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => optionalProcessor(inst, ctx, json, params);
	inst.unwrap = () => inst._zod.def.innerType;
});
function optional$1(innerType) {
	return new ZodOptional({
		type: "optional",
		innerType
	});
}
const ZodExactOptional = /*@__PURE__*/ $constructor("ZodExactOptional", (inst, def) => {
	$ZodExactOptional.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => optionalProcessor(inst, ctx, json, params);
	inst.unwrap = () => inst._zod.def.innerType;
});
function exactOptional(innerType) {
	return new ZodExactOptional({
		type: "optional",
		innerType
	});
}
const ZodNullable = /*@__PURE__*/ $constructor("ZodNullable", (inst, def) => {
	$ZodNullable.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => nullableProcessor(inst, ctx, json, params);
	inst.unwrap = () => inst._zod.def.innerType;
});
function nullable(innerType) {
	return new ZodNullable({
		type: "nullable",
		innerType
	});
}
const ZodDefault = /*@__PURE__*/ $constructor("ZodDefault", (inst, def) => {
	$ZodDefault.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => defaultProcessor(inst, ctx, json, params);
	inst.unwrap = () => inst._zod.def.innerType;
	inst.removeDefault = inst.unwrap;
});
function _default(innerType, defaultValue) {
	return new ZodDefault({
		type: "default",
		innerType,
		get defaultValue() {
			return typeof defaultValue === "function" ? defaultValue() : shallowClone(defaultValue);
		}
	});
}
const ZodPrefault = /*@__PURE__*/ $constructor("ZodPrefault", (inst, def) => {
	$ZodPrefault.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => prefaultProcessor(inst, ctx, json, params);
	inst.unwrap = () => inst._zod.def.innerType;
});
function prefault(innerType, defaultValue) {
	return new ZodPrefault({
		type: "prefault",
		innerType,
		get defaultValue() {
			return typeof defaultValue === "function" ? defaultValue() : shallowClone(defaultValue);
		}
	});
}
const ZodNonOptional = /*@__PURE__*/ $constructor("ZodNonOptional", (inst, def) => {
	$ZodNonOptional.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => nonoptionalProcessor(inst, ctx, json, params);
	inst.unwrap = () => inst._zod.def.innerType;
});
function nonoptional(innerType, params) {
	return new ZodNonOptional({
		type: "nonoptional",
		innerType,
		...normalizeParams(params)
	});
}
const ZodCatch = /*@__PURE__*/ $constructor("ZodCatch", (inst, def) => {
	$ZodCatch.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => catchProcessor(inst, ctx, json, params);
	inst.unwrap = () => inst._zod.def.innerType;
	inst.removeCatch = inst.unwrap;
});
function _catch(innerType, catchValue) {
	return new ZodCatch({
		type: "catch",
		innerType,
		catchValue: typeof catchValue === "function" ? catchValue : constantCatch(catchValue)
	});
}
const ZodPipe = /*@__PURE__*/ $constructor("ZodPipe", (inst, def) => {
	$ZodPipe.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => pipeProcessor(inst, ctx, json, params);
	inst.in = def.in;
	inst.out = def.out;
});
function pipe(in_, out) {
	return new ZodPipe({
		type: "pipe",
		in: in_,
		out
	});
}
const ZodReadonly = /*@__PURE__*/ $constructor("ZodReadonly", (inst, def) => {
	$ZodReadonly.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => readonlyProcessor(inst, ctx, json, params);
	inst.unwrap = () => inst._zod.def.innerType;
});
function readonly(innerType) {
	return new ZodReadonly({
		type: "readonly",
		innerType
	});
}
const ZodCustom = /*@__PURE__*/ $constructor("ZodCustom", (inst, def) => {
	$ZodCustom.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => customProcessor(inst, ctx, json, params);
});
function refine(fn, _params = {}) {
	return /* @__PURE__ */ _refine(ZodCustom, fn, _params);
}
function superRefine(fn, params) {
	return /* @__PURE__ */ _superRefine(fn, params);
}
function datetime(params) {
	return /* @__PURE__ */ _isoDateTime(ZodISODateTime, params);
}
function string(params) {
	return /* @__PURE__ */ _coercedString(ZodString, params);
}
function number(params) {
	return /* @__PURE__ */ _coercedNumber(ZodNumber, params);
}
/** Bounds of version 1. A server tells those that concern a viewer in its `welcome`. */
const limits = {
	/** Largest frame a viewer may send, in bytes; a larger one is closed with 1009. */
	maxFrameBytes: 65536,
	/** Largest ingest body, in bytes; a larger one is answered with 413. */
	maxIngestBytes: 4194304,
	/** Most records in one ingest request; one with more is refused whole with 413. */
	maxIngestRecords: 1e4,
	/** Most trainings one socket may be subscribed to. */
	maxSubscriptions: 1024,
	/** Most named metrics in one report. */
	maxMetrics: 512,
	/** Longest name of a metric, in characters. */
	maxMetricNameLength: 128,
	/** Most updates in one page of `GET …/updates`. */
	maxPageUpdates: 5e3,
	/** Most trainings in one page of `GET /trainings`, and in a snapshot of the list. */
	maxPageTrainings: 1e3,
	/** Most metrics of a training that have a series: the first reported ones; later names have none. */
	maxSeriesMetrics: 512,
	/** Most series in one answer of `GET …/series`. */
	maxAnswerSeries: 50,
	/** Most buckets of one series that may be asked for. */
	maxSeriesPoints: 2e3,
	/** Most attempts whose values may lie in the range of one series: each is a bucket at least. */
	maxSeriesAttempts: 2e3,
	/** Most bytes of one answer of `GET …/logs`. */
	maxLogPageBytes: 1048576,
	/** Most artifacts in one answer of `GET …/artifacts`; those after them are counted only. */
	maxListedArtifacts: 1e4,
	/** Longest long-poll, in seconds. */
	maxWaitSeconds: 60,
	/** Deepest nesting of the `config` and `params` that a training is registered or started with. */
	maxConfigDepth: 64,
	/** Longest notes on a training, in characters. */
	maxNotesLength: 16384,
	/** Most messages of a socket that may wait for an answer before it is closed with 1008. */
	maxWaitingMessages: 4096,
	/** Most malformed messages a socket may send before it is closed with 1008. */
	maxBadMessages: 100
};
/** Text that is stored: a storage cannot tell halves of surrogate pairs apart, which UTF-8 does not have. */
const StoredText = string$1().regex(/^[^\ud800-\udfff]*$/u, "must be well-formed Unicode, without half of a surrogate pair");
/** A measured number. `null` says that it was reported, but was not finite (see `nonfinite`). */
const measured$1 = number$1().nullable();
/** A count: a whole number from 0 to 2^53−1; `null` as above, such as the length of an endless data set. */
const count = int().min(0);
/** Numbers a trainer may report, as they are stored: `null` = not finite. Sizes in GiB, times in seconds. */
const measuredFields = {
	progress: measured$1,
	current_epoch: measured$1,
	total_epochs: measured$1,
	loss: measured$1,
	eval_loss: measured$1,
	samples_per_second: measured$1,
	gpu_memory_allocated_gb: measured$1,
	eta_seconds: measured$1,
	elapsed_seconds: measured$1,
	learning_rate: measured$1,
	grad_norm: measured$1,
	tokens_per_second: measured$1,
	gpu_memory_reserved_gb: measured$1,
	gpu_memory_peak_gb: measured$1,
	expect_next_in_seconds: measured$1
};
/** Whole numbers a trainer may report, as they are stored: `null` = not finite. */
const countFields = {
	current_step: count.nullable(),
	total_steps: count.nullable(),
	rank: count.nullable(),
	world_size: count.min(1).nullable()
};
/** Texts a trainer may report. `timestamp` is the trainer's clock, RFC 3339 or ISO 8601 without an offset. */
const textFields = {
	timestamp: datetime({
		offset: true,
		local: true
	}),
	phase: StoredText.min(1).max(64)
};
/** Why a training has the status that it has, in a sentence for people. */
const Reason = StoredText.min(1).max(1e3);
/** The same fields, each of which may be absent. */
function optional(shape) {
	return object(shape).partial().shape;
}
/** A metric's name: printable and well-formed, 1–128 characters. */
const MetricName = string$1().min(1).max(limits.maxMetricNameLength).regex(/^[^\u0000-\u001f\u007f\ud800-\udfff]+$/u, "must be printable, without half of a surrogate pair").refine((name) => name !== "__proto__", "is reserved").meta({ not: { const: "__proto__" } });
/** The trainer's own metrics by name; `null` = not finite. */
const Metrics = record(MetricName, measured$1).refine((metrics) => Object.keys(metrics).length <= limits.maxMetrics, { error: `must hold at most ${limits.maxMetrics} metrics` }).meta({ maxProperties: limits.maxMetrics });
/** A reported value that was not finite: where it stood, and what it was. The value itself travels as `null`. */
const Nonfinite = object({
	name: string$1().min(1).max(limits.maxMetricNameLength + 8),
	value: literal([
		"NaN",
		"Infinity",
		"-Infinity"
	])
});
/** Something the server itself recorded: what kind of change, and why. */
const ServerEvent = looseObject({
	kind: string$1().min(1).max(64),
	reason: string$1().max(1e3).optional()
});
/** The 14 fields of the first flat format, in its order. All are always present in a flat message. */
const flatFieldNames = [
	"job_id",
	"status",
	"progress",
	"current_epoch",
	"total_epochs",
	"current_step",
	"total_steps",
	"loss",
	"eval_loss",
	"samples_per_second",
	"gpu_memory_allocated_gb",
	"eta_seconds",
	"timestamp",
	"complete"
];
/**
* The reader's side of a closed list: known values keep their type, and a value that a newer peer added is
* read as plain text instead of refusing the whole message.
*/
function openEnum(values) {
	return union([_enum(values), string$1().min(1).max(64)]);
}
/** A number as a query string carries it: plain decimal digits, so that a blank is no 0. */
const queryNumber = string().regex(/^\d{1,16}(\.\d{1,6})?$/, "must be a number in decimal digits").pipe(number());
/** A whole number as a query string carries it, within the bounds of a schema. */
const queryInteger = (schema) => queryNumber.pipe(schema);
/** What a token may be good for; `admin` includes the others. */
const tokenScopes = [
	"read",
	"publish",
	"control",
	"admin"
];
/** What a token may be good for; `admin` includes the others. */
const TokenScope = _enum(tokenScopes);
/** The text of a token: 32 random bytes as base64url behind `tw_`. */
const tokenPattern = /^tw_[A-Za-z0-9_-]{43}$/;
/** Which trainings a token covers: their id, where `*` stands for any characters. */
const TrainIds = string$1().regex(/^[A-Za-z0-9._*-]{1,128}$/, "must be 1-128 letters, digits, '.', '_', '-' or '*'");
/** Body of `POST /tokens`. */
const CreateToken = object({
	name: StoredText.min(1).max(128),
	scopes: array(TokenScope).min(1).max(tokenScopes.length),
	/** Absent: all trainings. A server refuses it beside the scope admin. */
	train_ids: TrainIds.optional(),
	/** Absent: it does not expire. */
	expires_in_seconds: int().min(1).max(316224e3).optional()
});
/** A token as lists show it: everything but its text, which nobody keeps. */
const TokenInfo = object({
	token_id: string$1().min(1).max(64),
	name: string$1(),
	scopes: array(string$1()),
	train_ids: string$1().optional(),
	/** RFC 3339 UTC, as the others. */
	created_at: string$1(),
	expires_at: string$1().optional(),
	/** Coarse: it may lag by ten minutes. */
	last_used_at: string$1().optional()
});
/** Answer of `POST /tokens`: the only time that the text is shown. */
const CreatedToken = object({
	...TokenInfo.shape,
	token: string$1().regex(tokenPattern)
});
/** Answer of `GET /tokens`: all that are neither revoked nor expired, newest first. */
const TokenList = object({ tokens: array(TokenInfo) });
/** Body of `POST /session`. */
const LogIn = object({ token: string$1().min(1).max(256) });
/** Answer of `GET /session`: whether a token is needed here, and what the requester's own covers. */
const SessionAnswer = object({
	tokens_required: boolean(),
	authenticated: boolean(),
	name: string$1().optional(),
	scopes: array(string$1()).optional(),
	train_ids: string$1().optional()
});
/** The cookie that a browser gets for its token. */
const sessionCookieName = "trainwire_session";
/** What a rule looks for. */
const alertKinds = [
	"no_progress",
	"nonfinite",
	"loss_spike",
	"finished",
	"failed",
	"gpu_memory"
];
/** What a rule looks for. */
const AlertKind = _enum(alertKinds);
const MuteSeconds = int().min(0).max(31622400);
const Name$1 = StoredText.min(1).max(128);
const Tags$1 = array(StoredText.min(1).max(64)).max(32);
const Threshold = number$1().min(0).max(1e9);
const WebhookUrl = string$1().max(2e3).regex(/^https?:\/\/[!-~]+$/i, "must be an http or https address");
/** Body of `POST /alert-rules`. */
const CreateAlertRule = object({
	name: Name$1,
	kind: AlertKind,
	/** The ids it is for, `*` for any characters; absent: all. */
	train_ids: TrainIds.optional(),
	/** Only trainings that have all of these. */
	tags: Tags$1.optional(),
	/** `no_progress`: seconds. `loss_spike`: times the median. `gpu_memory`: GiB, and needed. */
	threshold: Threshold.optional(),
	/** Where alerts are sent. */
	webhook_url: WebhookUrl.optional()
});
/** Body of `PATCH /alert-rules/{rule_id}`: what is absent stays; null takes it away. */
const PatchAlertRule = object({
	name: Name$1.optional(),
	train_ids: TrainIds.nullable().optional(),
	tags: Tags$1.nullable().optional(),
	threshold: Threshold.optional(),
	webhook_url: WebhookUrl.nullable().optional(),
	/** From now on; 0 ends it. */
	mute_seconds: MuteSeconds.optional()
});
/** A rule by which the server alerts. */
const AlertRule = object({
	rule_id: string$1().min(1).max(64),
	name: string$1(),
	kind: openEnum(alertKinds),
	train_ids: string$1().optional(),
	tags: array(string$1()).optional(),
	threshold: number$1().optional(),
	webhook_url: string$1().optional(),
	/** What signs its webhooks; only in the answer to the request that named the address. */
	webhook_secret: string$1().optional(),
	/** RFC 3339 UTC, as `created_at`. */
	muted_until: string$1().optional(),
	created_at: string$1()
});
/** Answer of `GET /alert-rules`: newest first. */
const AlertRuleList = object({ rules: array(AlertRule) });
/** What a rule found; also the body of a webhook. */
const Alert = object({
	alert_id: string$1().min(1).max(64),
	rule_id: string$1().min(1).max(64),
	rule_name: string$1(),
	kind: openEnum(alertKinds),
	train_id: string$1().min(1).max(128),
	reason: string$1().max(1e3),
	/** RFC 3339 UTC, as all of its times. */
	at: string$1(),
	/** Whether its rule or training was muted: nobody is told of it. */
	muted: boolean(),
	acknowledged_at: string$1().optional(),
	/** When its cause had gone. */
	resolved_at: string$1().optional(),
	/** Of its webhook, if its rule has one. */
	delivery: openEnum([
		"pending",
		"delivered",
		"failed"
	]).optional(),
	/** Why it could not be delivered. */
	delivery_problem: string$1().optional()
});
/** Query of `GET /alerts`. */
const AlertsQuery = object({ limit: queryInteger(int().min(1).max(1e3)).default(100) });
/** Answer of `GET /alerts`: newest first. */
const AlertList = object({
	alerts: array(Alert),
	/** How many of all that are kept nobody has acknowledged; muted ones do not count. */
	open_count: int().min(0),
	/** Trainings that are muted; `until` is RFC 3339 UTC. */
	muted_trainings: array(object({
		train_id: string$1().min(1).max(128),
		until: string$1()
	}))
});
/** Body of `POST /trainings/{id}/mute`. */
const MuteTraining = object({ 
/** From now on; 0 ends it. */
seconds: MuteSeconds });
/**
* The path of an artifact below its training's folder: segments joined by `/`, none of them empty, `.` or `..`, and
* without backslashes, control characters or halves of surrogate pairs.
*/
const ArtifactPath = string$1().min(1).max(1024).regex(/^(?!\.{1,2}(?:\/|$))[^\\/\u0000-\u001f\u007f\ud800-\udfff]+(?:\/(?!\.{1,2}(?:\/|$))[^\\/\u0000-\u001f\u007f\ud800-\udfff]+)*$/u, "must be a relative path without '.', '..', backslashes or control characters");
/** A checkpoint that its trainer has finished writing, as it reports it. */
const Checkpoint = object({
	/** Below the training's folder of artifacts. */
	path: ArtifactPath,
	/** The last step that it includes: a run that resumes from it goes on with the next. */
	step: int().min(0).optional()
});
/** A file that a training has left for its users. */
const Artifact = object({
	path: ArtifactPath,
	kind: openEnum([
		"checkpoint",
		"model",
		"file"
	]),
	bytes: int().min(0),
	/** RFC 3339 UTC. */
	modified_at: string$1(),
	content_type: string$1(),
	/** In hexadecimal; absent until somebody needed it. */
	sha256: string$1().optional(),
	/** Of a checkpoint: the last step that it includes. */
	step: int().min(0).optional()
});
/** Answer of `GET /trainings/{id}/artifacts`: by path. */
const ArtifactList = object({
	artifacts: array(Artifact),
	total_bytes: int().min(0)
});
/** Query of `GET /trainings/{id}/archive`. */
const ArchiveQuery = object({ 
/** The folder to pack; all artifacts if absent. */
under: ArtifactPath.optional() });
/**
* One attempt that a launcher of the server started: how it went, and the proof that nothing of it is left. Times are
* RFC 3339 UTC, memory in GiB.
*/
const AttemptSummary = object({
	attempt: int().min(1),
	launcher: openEnum(["process", "docker"]),
	started_at: string$1(),
	/** Absent while it runs. */
	ended_at: string$1().optional(),
	/** How it ended: by itself, or by the signal that it took. */
	ended_by: openEnum([
		"itself",
		"TERM",
		"KILL"
	]).optional(),
	/** Absent where it is not known, such as of a process that a signal ended. */
	exit_code: int().optional(),
	reason: string$1().optional(),
	out_of_memory: boolean().optional(),
	/** The checkpoint that it went on from. */
	resumed_from: string$1().optional(),
	resumed_at_step: int().min(0).optional(),
	/** The GPUs that it was given. */
	gpus: array(int().min(0)).optional(),
	/** When it was looked at what is left of it. */
	checked_at: string$1().optional(),
	/** Whether nothing is: no process, and GPU memory is back where it was. */
	is_clean: boolean().optional(),
	/** Processes that outlived it, and were ended. */
	processes_ended: int().min(0).optional(),
	/** Processes that are alive still. */
	processes_left: int().min(0).optional(),
	/** Used on each of its GPUs before it began and after it ended. */
	gpu_memory_before_gb: array(number$1().min(0)).optional(),
	gpu_memory_after_gb: array(number$1().min(0)).optional()
});
const server = (level, text) => ({
	level,
	role: "server",
	text
});
const viewer = (level, text) => ({
	level,
	role: "viewer",
	text
});
const trainer = (level, text) => ({
	level,
	role: "trainer",
	text
});
/** Every normative clause in force, by id. */
const clauses = {
	"OPEN-01": server("MUST", "A server MUST treat a handshake that names no subprotocol as version 1, and MUST NOT send it a welcome."),
	"OPEN-02": server("MUST", "A server MUST select trainwire.v1 if it is offered, and MUST then send a welcome as its first message."),
	"OPEN-03": server("MUST", "A server MUST refuse a handshake that offers subprotocols but none it speaks, with HTTP 400 and code unsupported_version."),
	"OPEN-04": server("MUST", "A server MUST refuse a browser of a foreign Origin with HTTP 403 and code forbidden_origin, on sockets and REST alike."),
	"OPEN-05": server("MUST", "A server on loopback MUST refuse a foreign Host with HTTP 403 and code forbidden_host, on sockets and REST alike."),
	"OPEN-06": server("MUST", "A server MUST refuse an unknown training on the flat endpoint with HTTP 404 and code unknown_training."),
	"OPEN-07": server("MUST", "A server MUST refuse a malformed id on the flat endpoint with HTTP 400 and code bad_id."),
	"MSG-01": server("MUST", "A server MUST answer a frame that is not JSON with error bad_json and keep the socket open."),
	"MSG-02": server("MUST", "A server MUST answer a message with a missing or wrong field with error bad_message, or bad_id if only the id is malformed, and keep the socket open."),
	"MSG-03": server("MUST", "A server MUST answer a message of an unknown type with error unknown_type and keep the socket open."),
	"MSG-04": server("MUST", "A server MUST ignore fields it does not know."),
	"MSG-05": server("MUST", "A server MUST close a socket that sends a binary frame with 1003."),
	"MSG-06": server("MUST", "A server MUST close a socket that sends a frame larger than max_frame_bytes with 1009."),
	"MSG-07": server("MUST", "A server MUST NOT let one socket's bad message, close or slowness change what another socket receives."),
	"MSG-08": viewer("MUST", "A viewer MUST ignore messages of a type, and fields, that it does not know."),
	"MSG-09": server("SHOULD", "A server SHOULD close a socket that sends more than 100 malformed messages with 1008."),
	"MSG-10": viewer("MUST", "A viewer MUST set aside a message that it cannot read, and go on."),
	"SUB-01": server("MUST", "A server MUST answer subscribe_training with subscription_confirmed, status subscribed, before any update of that subscription."),
	"SUB-02": server("MUST", "A confirmation MUST carry stream_id and, as seq, the head of the log at that moment."),
	"SUB-03": server("MUST", "Without after_seq, one snapshot with the head's seq MUST follow the confirmation at once, and then every update after it."),
	"SUB-04": server("MUST", "A snapshot MUST hold all 14 flat fields in its details, null where never reported."),
	"SUB-05": server("MUST", "With after_seq, a server MUST send no snapshot but each update after it exactly once, in order, and then go on live."),
	"SUB-06": server("MUST", "No update that arrives between subscribe and confirmation MUST be lost or sent twice."),
	"SUB-07": server("MUST", "A second subscribe for the same training MUST be confirmed and replace the first: no update arrives twice."),
	"SUB-08": server("MUST", "A server MUST answer a subscribe to an unknown training with error unknown_training and keep the socket open."),
	"SUB-09": server("MUST", "A server MUST answer unsubscribe_training with subscription_confirmed, status unsubscribed, and then send nothing further of that training."),
	"SUB-10": server("MUST", "Subscriptions of one socket MUST be independent of each other."),
	"SUB-11": server("MUST", "Updates MUST reach only sockets that subscribed to their training."),
	"SUB-12": viewer("MUST", "A viewer MUST subscribe anew on every connect, to what it followed before."),
	"SUB-13": server("MUST", "A server MUST refuse a subscription above max_subscriptions with error too_many_subscriptions and keep the others."),
	"SUB-14": viewer("SHOULD", "A viewer that is told unknown_training SHOULD ask again with growing delays, since the training may be registered later."),
	"FAN-01": server("MUST", "All subscribers of a training MUST receive the same updates in seq order."),
	"FAN-02": server("MUST", "The seq of a training's updates MUST be dense and begin at 1."),
	"FAN-03": server("MUST", "A server MUST send an update within 1 s of the trainer's request."),
	"FAN-04": server("MUST", "A server MUST NOT send an update before it is stored."),
	"FAN-05": server("MUST", "A server MUST NOT send updates when nothing has changed."),
	"FAN-06": server("MUST", "A viewer too slow for its buffer MUST be sent the newest state as a snapshot, whose seq shows the hole; it MUST NOT be sent updates out of order."),
	"FAN-07": viewer("MUST", "A viewer that finds a hole in seq MUST fill it from GET updates, unless it only shows the newest state."),
	"FAN-08": viewer("MUST", "Of one stream a viewer MUST show no update twice, and none after a later one."),
	"RES-01": server("MUST", "A server that cannot honour after_seq MUST send subscription_reset with its reason and then a snapshot, never skip silently."),
	"RES-02": server("MUST", "A position behind the end of the log MUST be reset with reason past_end."),
	"RES-03": server("MUST", "A position of another stream_id MUST be reset with reason stream_changed."),
	"RES-04": server("MUST", "Acknowledged updates MUST survive a crash of the server, with the same seq."),
	"RES-05": server("MUST", "A log that may have lost its tail, such as after a backup was restored, MUST get a new stream_id."),
	"RES-06": viewer("MUST", "After subscription_reset a viewer MUST take what it held for void, and go on from the snapshot."),
	"END-01": server("MUST", "A training MUST have at most one terminal update; a server MUST store nothing after it."),
	"END-02": server("MUST", "The terminal update MUST be followed by training_completed with the same seq."),
	"END-03": server("MUST", "Subscribing to an ended training, also with after_seq at its end, MUST give training_completed at once."),
	"END-04": server("MUST", "On the flat endpoint the terminal message MUST have complete true and be followed by close 1000."),
	"END-05": server("MUST", "Records for an ended training MUST be rejected with training_ended, but repeats of stored records MUST NOT."),
	"END-06": viewer("MUST", "A viewer MUST take training_completed, or a state that is complete, for the end, and ask for nothing more of that training."),
	"FLAT-01": server("MUST", "The flat endpoint MUST send the current state at once, without any message from the viewer, and then the state after every update."),
	"FLAT-02": server("MUST", "Every flat message MUST hold the 14 fields, each carried forward, and progress as a finite number from 0 to 100."),
	"FLAT-03": server("MUST", "Flat messages and envelopes of a training MUST carry the same seq for the same update."),
	"FLAT-04": server("MUST", "The flat endpoint MUST ignore text frames from the viewer."),
	"FLAT-05": server("MUST", "With after_seq the flat endpoint MUST send the state after each later update exactly once, in order."),
	"POLL-01": server("MUST", "GET trainings/{id} MUST answer with the flat state and an ETag, and with 304 while nothing has changed."),
	"POLL-02": server("MUST", "GET updates MUST return the same updates with the same seq as the socket."),
	"POLL-03": server("MUST", "A long-poll MUST return as soon as an update is there, and at once on an ended training."),
	"POLL-04": server("MUST", "The field ended MUST be true only if the training has ended and nothing follows the page."),
	"POLL-05": server("MUST", "A position that GET updates cannot honour MUST be answered with 409 and code stream_changed, past_end or expired."),
	"POLL-06": server("MUST", "GET trainings/{id} of an unknown training MUST be answered with 404 and code unknown_training."),
	"POLL-07": viewer("SHOULD", "A viewer that cannot have a WebSocket SHOULD poll instead."),
	"POLL-08": viewer("SHOULD", "A viewer that is live SHOULD NOT poll as well more often than every 30 s."),
	"SER-01": server("MUST", "Each value of the range that was reported, and none that was carried forward, MUST be in exactly one bucket of its series, in seq order."),
	"SER-02": server("MUST", "The min, max and last of a bucket MUST be the least, the greatest and the last of its values, so that no spike is lost."),
	"SER-03": server("MUST", "A series MUST NOT have more buckets than points, unless there are more attempts; with no more values than that, each MUST be a bucket of its own."),
	"SER-04": server("MUST", "A bucket MUST NOT hold values of two attempts."),
	"SER-05": server("MUST", "Values that are not finite MUST be counted in their bucket, named in nonfinite, and left out of min and max."),
	"SER-06": server("MUST", "GET series MUST be answered with an ETag, and with 304 while nothing has changed."),
	"SER-07": server("MUST", "A query of GET series that breaks its schema or a limit MUST be answered with 400 and code bad_message."),
	"SER-08": server("MUST", "The field names MUST list the metrics that were reported, whatever the query asks for."),
	"ING-01": server("MUST", "A server MUST accept one record, an array of records, and NDJSON."),
	"ING-02": server("MUST", "Good records MUST be stored and bad ones returned in rejected with index, code and message, with HTTP 200."),
	"ING-03": server("MUST", "A body that cannot be read MUST be answered with a 4xx status and a code."),
	"ING-04": server("MUST", "A record whose producer_seq is not above the highest stored of its producer_id MUST be taken as a repeat: acknowledged and not stored."),
	"ING-05": server("MUST", "A training not seen before MUST register itself by the first request that publishes to it."),
	"ING-06": server("MUST", "A body above the limit MUST be answered with 413 and code body_too_large."),
	"ING-07": server("MUST", "Ingest MUST be refused with 415 and code unsupported_content_type unless it is JSON or NDJSON."),
	"ING-08": server("MUST", "An empty array MUST store nothing and return the head and the open commands."),
	"ING-09": server("MUST", "A record of an attempt older than the newest MUST be rejected with stale_attempt."),
	"ING-10": trainer("MUST", "A trainer MUST send the records of a producer in order, with one request in flight."),
	"ING-11": trainer("MUST", "A trainer MUST NOT send a record again that came back in rejected, unless its code says retry."),
	"ING-12": trainer("MUST", "A trainer MUST send a request again that got no answer, or one whose code says retry: the same records with the same producer_seq, before any later ones."),
	"ING-13": trainer("MUST", "A trainer MUST send records that fit their schema, in requests within the limits, for the training it publishes."),
	"ING-14": trainer("MUST", "Within an attempt a trainer MUST NOT let current_step or progress go back."),
	"ING-15": trainer("MUST", "A trainer whose training ends MUST report one terminal status, as its last record."),
	"ING-16": trainer("MUST", "The process of a trainer MUST exit with 0 after it reported completed."),
	"ING-17": trainer("MUST", "The process of a trainer MUST end within 10 s of TERM."),
	"ING-18": trainer("SHOULD", "A trainer that is stopped, by TERM or by a command it accepted, SHOULD report cancelled."),
	"ING-19": server("MUST", "A request whose records cannot be stored MUST be answered with 503 and code storage_unavailable, and none be stored after the first that was not."),
	"CMD-01": server("MUST", "An ingest answer that refuses no record as stale_attempt MUST name every open command of its training, and no other."),
	"CMD-02": server("MUST", "A command_id that a training knows MUST be answered with its command, and another command under it be refused with 409 and code command_exists."),
	"CMD-03": server("MUST", "A command MUST be answered with the one of its name that is open or accepted, if there is one; no second one is made."),
	"CMD-04": server("MUST", "Each change of a command MUST be an update with an event of the kind command, its command_id, name, state and reason."),
	"CMD-05": server("MUST", "A command MUST be refused with 409 and code training_ended once the training has ended, and a checkpoint with 409 and code not_running while it does not run."),
	"CMD-06": server("MUST", "A command MUST lapse when a later one takes its place: a pause by resume, a resume by pause, and any other by cancel."),
	"CMD-07": server("MUST", "What is so already MUST be done at once: pause of a training that is paused, and resume of one that is not."),
	"CMD-08": server("MUST", "A trainer's answer to a command MUST count once, and only from a record of the newest attempt; one to an unknown command MUST be ignored."),
	"CMD-09": server("MUST", "Commands MUST survive a crash of the server."),
	"CMD-10": server("MUST", "A server MUST end as cancelled, with a reason, a training whose trainer does not answer cancel within 60 s, unless it started that trainer."),
	"CMD-11": server("MUST", "Commands that are open or accepted when their training ends MUST be settled in front of its terminal update: a cancel as done if it ends as cancelled, any other as lapsed."),
	"CMD-12": trainer("MUST", "A trainer that takes commands MUST carry out each once, however often it is named, and answer it at most once with each state, done or refused being the last."),
	"CMD-13": trainer("MUST", "A trainer that accepted cancel MUST end within 30 s, and its training with it."),
	"CMD-14": trainer("MUST", "A trainer MUST report the status paused at the latest with the answer that pause is done, and no step from then on until it is resumed."),
	"CMD-15": trainer("MUST", "A trainer that is paused and told to resume MUST answer, and go on to its end if it answers done."),
	"CMD-16": trainer("SHOULD", "A trainer that takes commands and has nothing to report SHOULD ask for them with an empty batch within 2 s of its last request."),
	"REC-01": server("MUST", "A server MUST list each of its recipes once, by name, with parameters that take their own defaults."),
	"REC-02": server("MUST", "A start MUST be refused with 404 and code unknown_recipe if there is no such recipe, and with 400 and code bad_params if a parameter is missing, unknown or wrong, and MUST register no training then."),
	"REC-03": server("MUST", "A training that was started from a recipe MUST name it, and the params that it was given with all defaults filled in."),
	"REC-04": server("MUST", "A server MUST NOT start a trainer twice for one attempt, and MUST find those that it started again, also after a crash."),
	"LOG-01": server("MUST", "GET logs of an attempt that the server has not started MUST be answered with 404 and code not_found."),
	"LOG-02": server("MUST", "Positions of a log MUST be bytes from its beginning; pages that go on at next_after MUST join to the whole, of which ended tells the end."),
	"ART-01": server("MUST", "A path of an artifact that is malformed or leads out of the training's folder MUST be refused with bad_message, and one of no file, of a link or of an unfinished file with not_found."),
	"ART-02": server("MUST", "A server MUST list each artifact of a training once, by path, up to max_listed_artifacts of them, and the sum of the sizes of all."),
	"ART-03": server("MUST", "An artifact MUST be sent with its SHA-256, in hexadecimal and in quotes, as ETag, and HEAD MUST be answered as GET is, without the bytes."),
	"ART-04": server("MUST", "An artifact MUST be sent with Content-Disposition attachment and X-Content-Type-Options nosniff."),
	"ART-05": server("MUST", "A Range of one part MUST be answered with 206 and that part, and one that begins behind the end with 416 and code range_not_satisfiable."),
	"ART-06": server("MUST", "A part MUST NOT be sent of another file than If-Range names; the whole is sent then."),
	"ART-07": server("MUST", "An artifact whose ETag If-None-Match names MUST be answered with 304 and no bytes."),
	"ART-08": server("MUST", "GET archive MUST be answered with a tar file of the artifacts below the folder that under names, or of all, under their paths."),
	"ART-09": server("MUST", "An artifact that was deleted MUST NOT be listed or sent any more."),
	"ART-10": server("MUST", "What is sent of an artifact MUST be of one content: a server whose file changes meanwhile MUST end the transfer before its end."),
	"NUM-01": server("MUST", "A value that is not finite MUST be stored, sent as null, and named in nonfinite."),
	"NUM-02": server("MUST", "A server MUST read bare NaN, Infinity and -Infinity, the strings of these names, and numbers too large, as not finite."),
	"NUM-03": server("MUST", "The details of a stored update MUST hold exactly what was reported: absent fields were not reported."),
	"NUM-04": trainer("MUST", "A trainer MUST write a value that is not finite in one of these ways."),
	"NUM-05": viewer("MUST", "A viewer MUST NOT show null as a number."),
	"LIVE-01": server("MUST", "A server MUST answer ping with pong and the same id."),
	"LIVE-02": server("MUST", "A server MUST drop a half-open socket within two heartbeats."),
	"LIVE-03": server("MUST", "A server that stops MUST close its sockets with 1001."),
	"LIVE-04": viewer("MUST", "A viewer MUST connect again with growing, randomised delays, and resume."),
	"LIVE-05": viewer("MUST", "A viewer MUST NOT connect again by itself after a close code that says so."),
	"LIVE-06": viewer("SHOULD", "A viewer SHOULD give up a connection that has carried nothing for some heartbeats, and make another."),
	"LIST-01": server("MUST", "A server MUST answer subscribe_trainings with trainings_confirmed and a snapshot of the list."),
	"LIST-02": server("MUST", "A change of a training MUST reach subscribers of the list within 2 s, at most one per training and second."),
	"LIST-03": server("MUST", "After unsubscribe_trainings is confirmed, a server MUST NOT send further list updates."),
	"RET-01": server("MUST", "Retention MUST remove the oldest updates first, and never the newest one, the state, or an update that every limit keeps."),
	"RET-02": server("MUST", "A position whose next update was removed MUST be reset with reason expired, also while its viewer catches up."),
	"RET-03": server("MUST", "A record that was stored MUST be taken as a repeat also after its update was removed."),
	"RET-04": server("MUST", "A server MUST begin to apply a training's own retention within 10 s."),
	"EDIT-01": server("MUST", "PATCH trainings/{id} MUST change what its body names, leave the rest, and answer with the whole training_summary."),
	"DEL-01": server("MUST", "A server MUST refuse to delete a training that is starting or running with 409 and code training_running, unless force is true."),
	"DEL-02": server("MUST", "Every request for a deleted training MUST be answered with 410 and code training_deleted, and its id MUST NOT be used again."),
	"DEL-03": server("MUST", "The viewers of a training that is deleted MUST be told: by error training_deleted on /ws, by close 4410 on the flat endpoint."),
	"DEL-04": server("MUST", "A deletion MUST reach subscribers of the list, in removed, within 2 s."),
	"AUTH-01": server("MUST", "A server MUST name tokens among its capabilities exactly if it requires them, and GET session MUST say the same."),
	"AUTH-02": server("MUST", "A server that requires tokens MUST refuse a request or handshake that needs one and shows no valid one, with HTTP 401 and code unauthorized."),
	"AUTH-03": server("MUST", "A server MUST refuse what the scopes of a token do not cover, with HTTP 403 and code forbidden."),
	"AUTH-04": server("MUST", "A server MUST refuse with forbidden what is about a training that the token's train_ids do not cover, whether there is one or not, and MUST leave it out of lists."),
	"AUTH-05": server("MUST", "A server MUST take a token from among the offered subprotocols, and MUST select trainwire.v1 alone."),
	"AUTH-06": server("MUST", "The cookie of a session MUST be HttpOnly and SameSite=Strict, and MUST be refused once its browser has logged out."),
	"AUTH-07": server("MUST", "A change or a handshake with the cookie of a session that names no allowed Origin MUST be refused with HTTP 403 and code forbidden_origin."),
	"AUTH-08": server("MUST", "A token that was revoked or has expired MUST be refused from then on, and its sockets MUST be closed with 4401."),
	"AUTH-09": viewer("MUST", "A viewer MUST NOT put a token into an address.")
};
/** Every close code that a server of version 1 sends. Any other close is a lost connection: try again. */
const closeCodes = {
	1e3: {
		name: "done",
		meaning: "The flat endpoint's training has ended, and its last message was sent.",
		retry: false,
		remedy: "None needed."
	},
	1001: {
		name: "going_away",
		meaning: "The server is stopping or restarting.",
		retry: true,
		remedy: "Connect again and resume with after_seq."
	},
	1002: {
		name: "protocol_error",
		meaning: "A frame broke RFC 6455.",
		retry: false,
		remedy: "Mend the WebSocket implementation or the proxy between."
	},
	1003: {
		name: "binary_frame",
		meaning: "A binary frame was sent; version 1 speaks text.",
		retry: false,
		remedy: "Send JSON in text frames."
	},
	1007: {
		name: "invalid_text",
		meaning: "A text frame was not UTF-8.",
		retry: false,
		remedy: "Encode frames as UTF-8."
	},
	1008: {
		name: "too_many_bad_messages",
		meaning: "The socket sent more malformed messages, or more at once, than the server bears.",
		retry: false,
		remedy: "Heed the error messages sent before."
	},
	1009: {
		name: "frame_too_large",
		meaning: "A frame was larger than the welcome's max_frame_bytes.",
		retry: false,
		remedy: "Send smaller frames."
	},
	1011: {
		name: "internal",
		meaning: "The server failed on this socket.",
		retry: true,
		remedy: "Connect again and resume with after_seq."
	},
	4401: {
		name: "token_ended",
		meaning: "The token or session that opened this socket was revoked, logged out, or has expired.",
		retry: false,
		remedy: "Log in again, or open the socket with another token."
	},
	4410: {
		name: "training_deleted",
		meaning: "The flat endpoint's training was deleted.",
		retry: false,
		remedy: "Forget the training."
	}
};
/** Whether a client should connect again after its socket was closed with this code. */
function shouldReconnect(code) {
	return closeCodes[code]?.retry ?? true;
}
const maxIssues = 3;
const maxPartLength = 120;
/**
* A zod error in one line: each issue as `path: what was expected`, at most three, each part clipped, so that
* an answer never echoes a hostile input at length.
*/
function describeIssues(error) {
	const lines = error.issues.slice(0, maxIssues).map((issue) => {
		const path = clip(issue.path.map(String).join("."));
		return path === "" ? clip(issue.message) : `${path}: ${clip(issue.message)}`;
	});
	const more = error.issues.length - lines.length;
	return lines.join("; ") + (more > 0 ? `; and ${more} more` : "");
}
/** The error code of a value that its schema refused: `bad_id` if nothing but the id of a training is wrong. */
function codeOfIssues(error, value) {
	return error.issues.every(({ path: [field] }) => {
		return (field === "train_id" || field === "job_id") && typeof value === "object" && value !== null && Object.hasOwn(value, field);
	}) ? "bad_id" : "bad_message";
}
/** The text, or its beginning and an ellipsis if it is longer than `maxLength` characters (default 120). */
function clip(text, maxLength = maxPartLength) {
	return text.length <= maxLength ? text : `${text.slice(0, maxLength - 1)}…`;
}
/** Every error code of version 1: in `error` messages, REST answers, refused upgrades and rejected records. */
const errorCodes = {
	bad_json: {
		meaning: "The text is not JSON.",
		retry: false,
		remedy: "Send one JSON object per frame, or JSON or NDJSON over HTTP.",
		httpStatus: 400
	},
	bad_message: {
		meaning: "A message, record or parameter has a missing or wrong field.",
		retry: false,
		remedy: "Compare with the schema; the message names the field.",
		httpStatus: 400
	},
	unknown_type: {
		meaning: "The message's type is none that a viewer may send.",
		retry: false,
		remedy: "Check the spelling, or connect to a server of a newer version.",
		httpStatus: 400
	},
	bad_id: {
		meaning: "The id of a training is malformed, or not the one that the address names.",
		retry: false,
		remedy: "Use 1-128 letters, digits, '.', '_' or '-', the first a letter or digit.",
		httpStatus: 400
	},
	unknown_training: {
		meaning: "No training with this id is known here.",
		retry: true,
		remedy: "Check the id, or try again: its trainer may register later.",
		httpStatus: 404
	},
	training_exists: {
		meaning: "A training with this id is registered already.",
		retry: false,
		remedy: "Choose another id, or go on publishing under this one.",
		httpStatus: 409
	},
	training_ended: {
		meaning: "The training has ended; its log takes no further record.",
		retry: false,
		remedy: "Start a new training under a new id.",
		httpStatus: 409
	},
	training_running: {
		meaning: "The training is starting or running; it is not deleted.",
		retry: false,
		remedy: "Stop its trainer first, or add force=true.",
		httpStatus: 409
	},
	training_deleted: {
		meaning: "The training of this id was deleted; the id is not used again.",
		retry: false,
		remedy: "Forget the training; a new one needs a new id.",
		httpStatus: 410
	},
	stale_attempt: {
		meaning: "A newer attempt of this training publishes already.",
		retry: false,
		remedy: "Stop this trainer; it was replaced.",
		httpStatus: 409
	},
	unknown_recipe: {
		meaning: "No recipe of this name is known here.",
		retry: false,
		remedy: "Name one of GET /api/v1/recipes, or register the training and start its trainer yourself.",
		httpStatus: 404
	},
	bad_params: {
		meaning: "A parameter of the recipe is missing, unknown or has a wrong value.",
		retry: false,
		remedy: "Compare with the parameters in GET /api/v1/recipes; the message names the parameter.",
		httpStatus: 400
	},
	recipe_unavailable: {
		meaning: "The recipe is known, and cannot be started on this server now.",
		retry: false,
		remedy: "The message says what is missing, such as the container image or a GPU.",
		httpStatus: 409
	},
	queue_full: {
		meaning: "As many trainings wait to be started as may.",
		retry: true,
		remedy: "Wait until some have started, or cancel one.",
		httpStatus: 503
	},
	not_running: {
		meaning: "The training does not run, so that it cannot do what it was told.",
		retry: false,
		remedy: "Resume it first.",
		httpStatus: 409
	},
	command_exists: {
		meaning: "Another command of this training has this command_id.",
		retry: false,
		remedy: "Choose a new command_id for each command, or leave it out.",
		httpStatus: 409
	},
	stream_changed: {
		meaning: "The log was numbered anew; the position belongs to an older stream.",
		retry: false,
		remedy: "Begin again from the answer's stream_id and first_seq.",
		httpStatus: 409
	},
	past_end: {
		meaning: "The position lies behind the end of the log.",
		retry: false,
		remedy: "Begin again from the answer's first_seq.",
		httpStatus: 409
	},
	expired: {
		meaning: "Updates after this position were removed by the owner's retention.",
		retry: false,
		remedy: "Begin again from the answer's first_seq.",
		httpStatus: 409
	},
	too_many_subscriptions: {
		meaning: "This socket holds as many subscriptions as the server allows.",
		retry: false,
		remedy: "Unsubscribe from some, or open another socket.",
		httpStatus: 429
	},
	too_many_records: {
		meaning: "The request holds more records than one request may; none was stored.",
		retry: true,
		remedy: "Send the rest in further requests.",
		httpStatus: 413
	},
	body_too_large: {
		meaning: "The request's body is larger than the server allows.",
		retry: false,
		remedy: "Send fewer records per request.",
		httpStatus: 413
	},
	unsupported_content_type: {
		meaning: "The request's content type is neither JSON nor NDJSON.",
		retry: false,
		remedy: "Send application/json or application/x-ndjson.",
		httpStatus: 415
	},
	unsupported_version: {
		meaning: "Client and server have no protocol version in common.",
		retry: false,
		remedy: "Offer one of the answer's supported subprotocols.",
		httpStatus: 400
	},
	upgrade_required: {
		meaning: "This address speaks WebSocket, and the request was plain HTTP.",
		retry: false,
		remedy: "Open it as a WebSocket, or read GET /api/v1/trainings/{id} instead.",
		httpStatus: 426
	},
	forbidden_origin: {
		meaning: "Pages of this origin may not use the server.",
		retry: false,
		remedy: "Allow the origin with --allow-origin.",
		httpStatus: 403
	},
	forbidden_host: {
		meaning: "The request was addressed to a host name that is not this server's.",
		retry: false,
		remedy: "Use the address the server listens on, or allow the name with --allow-host.",
		httpStatus: 403
	},
	unauthorized: {
		meaning: "A token is needed, and none or an invalid one was given.",
		retry: false,
		remedy: "Send Authorization: Bearer, or log in.",
		httpStatus: 401
	},
	forbidden: {
		meaning: "The token's scopes or its id pattern do not cover this.",
		retry: false,
		remedy: "Ask for a token with the scope that the message names.",
		httpStatus: 403
	},
	too_many_requests: {
		meaning: "This address or token has sent more requests, failed logins or sockets than the server allows.",
		retry: true,
		remedy: "Wait as long as Retry-After says, and then try again.",
		httpStatus: 429
	},
	range_not_satisfiable: {
		meaning: "The Range begins behind the end of the file.",
		retry: false,
		remedy: "Ask for the artifact's size with HEAD, or leave Range out.",
		httpStatus: 416
	},
	artifact_changed: {
		meaning: "The file changes while it is read; it is not finished.",
		retry: true,
		remedy: "Try again; a trainer publishes a file by renaming it when it is whole.",
		httpStatus: 409
	},
	not_found: {
		meaning: "There is nothing at this address.",
		retry: false,
		remedy: "Check the path against PROTOCOL.md.",
		httpStatus: 404
	},
	shutting_down: {
		meaning: "The server is about to stop.",
		retry: true,
		remedy: "Try again shortly.",
		httpStatus: 503
	},
	storage_unavailable: {
		meaning: "The server's disk is full or failing; nothing of the request was stored.",
		retry: true,
		remedy: "Free space on the server's disk; the same request then succeeds.",
		httpStatus: 503
	},
	internal: {
		meaning: "The server failed; nothing was stored of what was not acknowledged.",
		retry: true,
		remedy: "Try again, and look into the server's log.",
		httpStatus: 500
	}
};
/** An error code as a reader meets it: a newer server may send one that this version does not know. */
const OpenErrorCode = openEnum(Object.keys(errorCodes));
/** Whether the text is a code of the closed list. */
function isErrorCode(text) {
	return Object.hasOwn(errorCodes, text);
}
/** The pattern of a training's id: 1–128 characters, safe in a path and a file name. */
const trainIdPattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;
/** The id of a training: `train_id` in envelopes, `job_id` in flat messages. */
const TrainId = string$1().regex(trainIdPattern, "must be 1-128 letters, digits, '.', '_' or '-', and begin with a letter or digit");
/** Identity of a training's log. It changes only if the log's numbering starts anew. */
const StreamId = string$1().min(1).max(64);
/** Position in a training's log: dense, from 1; 0 stands before the first update. */
const Seq = int().min(0);
const statuses = [
	"queued",
	"starting",
	"running",
	"paused",
	"completed",
	"failed",
	"cancelled"
];
const terminalStatuses = [
	"completed",
	"failed",
	"cancelled"
];
const healths = [
	"ok",
	"late",
	"stalled",
	"lost"
];
/** Where a training stands. `completed`, `failed` and `cancelled` are terminal: nothing follows them. */
const Status = _enum(statuses);
/** A status as a reader meets it: a newer server may name one that this version does not know. */
const OpenStatus = openEnum(statuses);
/** How far a running training can be trusted to be alive; separate from its status. */
const Health = _enum(healths);
/** A health as a reader meets it. */
const OpenHealth = openEnum(healths);
/** Whether a status ends its training. */
function isTerminal(status) {
	return terminalStatuses.includes(status);
}
/** The value of a parameter. */
const ParameterValue = union([
	string$1(),
	number$1(),
	boolean()
]);
/** The name of a recipe, and of a parameter: lower-case words. */
const RecipeName = string$1().regex(/^[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*$/, "must be lower-case words, joined by '-' or '_'").max(64);
/** One parameter of a recipe: what a form asks for. `min` to `choices` say what values it takes. */
const RecipeParameter = object({
	name: RecipeName,
	type: openEnum([
		"integer",
		"number",
		"boolean",
		"text",
		"choice"
	]),
	title: string$1(),
	description: string$1().optional(),
	unit: string$1().optional(),
	/** Absent: it has to be given. */
	default: ParameterValue.optional(),
	min: number$1().optional(),
	max: number$1().optional(),
	/** Most characters of a text. */
	max_length: int().min(1).optional(),
	choices: array(string$1()).optional()
});
/** A recipe as a server offers it. */
const Recipe = object({
	name: RecipeName,
	title: string$1(),
	description: string$1().optional(),
	launcher: openEnum(["process", "docker"]),
	/** How many GPUs it takes. */
	gpus: int().min(0),
	parameters: array(RecipeParameter),
	/** Why it cannot be started now; absent if it can. */
	unavailable: string$1().optional()
});
/** Answer of `GET /recipes`: by name. */
const RecipeList = object({
	recipes: array(Recipe),
	/** Files that hold no recipe, and why. */
	problems: array(object({
		file: string$1(),
		message: string$1()
	}))
});
/** A text that is given where no `max_length` says more. */
const defaultMaxLength = 1e3;
/**
* The schema of the `params` that a recipe takes: defaults are filled in, what is missing, wrong or unknown is named.
* Server and forms judge by this one.
*/
function paramsSchema(parameters) {
	return strictObject(Object.fromEntries(parameters.map((parameter) => {
		const value = valueSchema(parameter);
		return [parameter.name, parameter.default === void 0 ? value : value.default(parameter.default)];
	})));
}
function valueSchema({ type, min, max, max_length, choices }) {
	switch (type) {
		case "integer": return bounded(int(), min, max);
		case "number": return bounded(number$1(), min, max);
		case "boolean": return boolean();
		case "choice": return string$1().refine((choice) => choices?.includes(choice) ?? false, { error: `must be one of ${choices?.join(", ") ?? "none"}` });
		default: return StoredText.max(max_length ?? defaultMaxLength);
	}
}
function bounded(schema, min, max) {
	const above = min === void 0 ? schema : schema.min(min);
	return max === void 0 ? above : above.max(max);
}
/**
* How much of a training's log is kept. Each limit that is given holds; without one nothing is removed. The
* newest update and the state are kept in any case.
*/
const Retention = object({
	/** Updates received longer ago may be removed. */
	days: number$1().positive().max(36500).optional(),
	/** How many of the newest updates are kept. */
	updates: int().min(1).optional(),
	/** How many bytes of the newest updates are kept: their `training_update` messages in UTF-8. */
	bytes: int().min(1).optional()
});
const { progress: _progress, ...measured } = measuredFields;
/**
* The state of a training after an update, with every field carried forward: what flat messages, snapshots
* and `GET /trainings/{id}` show. The 14 fields of the first flat format are always present, `null` if never
* reported or not finite; `progress` is always a finite number from 0 to 100.
*/
const TrainingState = object({
	job_id: TrainId,
	status: OpenStatus,
	progress: number$1().min(0).max(100),
	...optional(measured),
	current_epoch: number$1().nullable(),
	total_epochs: number$1().nullable(),
	current_step: countFields.current_step,
	total_steps: countFields.total_steps,
	loss: number$1().nullable(),
	eval_loss: number$1().nullable(),
	samples_per_second: number$1().nullable(),
	gpu_memory_allocated_gb: number$1().nullable(),
	eta_seconds: number$1().nullable(),
	timestamp: string$1().nullable(),
	complete: boolean(),
	seq: Seq,
	stream_id: StreamId,
	attempt: int().min(1),
	health: OpenHealth,
	received_at: string$1().nullable(),
	phase: textFields.phase.optional(),
	reason: Reason.optional(),
	checkpoint: Checkpoint.optional(),
	rank: countFields.rank.optional(),
	world_size: countFields.world_size.optional(),
	metrics: Metrics.optional(),
	nonfinite: array(Nonfinite).optional(),
	event: ServerEvent.optional()
});
/** One message of `/ws/training/{job_id}`: the state, flat. */
const FlatMessage = TrainingState.describe("One message of /ws/training/{job_id}");
/** A training as lists and `GET /trainings/{id}` show it: its state, flat, and what its record adds. */
const TrainingSummary = TrainingState.extend({
	name: string$1().nullable().optional(),
	tags: array(string$1()).optional(),
	created_at: string$1().optional(),
	/** What it was started from, if the server started it. */
	recipe: string$1().optional(),
	/** What the recipe was given; not in lists. */
	params: record(string$1(), ParameterValue).optional(),
	/** While it is queued by the server: how many start before it, and itself. */
	queue_position: int().min(1).optional(),
	/** Those that the server started, the newest 100, oldest first; not in lists. */
	attempts: array(AttemptSummary).optional(),
	/** What it was registered with; not in lists. */
	config: record(string$1(), unknown()).nullable().optional(),
	/** Not in lists. */
	notes: string$1().nullable().optional(),
	/** The training's own; not in lists. */
	retention: Retention.nullable().optional()
});
/** The first message on a socket that named a subprotocol. */
const Welcome = object({
	type: literal("welcome"),
	version: string$1(),
	server: string$1().optional(),
	capabilities: array(string$1()),
	heartbeat_seconds: number$1().positive(),
	limits: object({
		max_frame_bytes: int(),
		max_subscriptions: int()
	})
});
/** Answers a subscribe or unsubscribe. `seq` is the head of the log at that moment. */
const SubscriptionConfirmed = object({
	type: literal("subscription_confirmed"),
	train_id: TrainId,
	status: openEnum(["subscribed", "unsubscribed"]),
	stream_id: StreamId,
	seq: Seq
});
/**
* What an update says. In a stored update exactly what was reported: absent = not reported, `null` = not
* finite. In a snapshot the whole state, where `null` also stands for never reported.
*/
const Details = object({
	status: OpenStatus.optional(),
	...optional(measuredFields),
	...optional(countFields),
	timestamp: string$1().nullable().optional(),
	phase: string$1().optional(),
	reason: string$1().optional(),
	checkpoint: Checkpoint.optional(),
	metrics: Metrics.optional(),
	nonfinite: array(Nonfinite).optional(),
	event: ServerEvent.optional(),
	job_id: TrainId.optional(),
	stream_id: StreamId.optional(),
	complete: boolean().optional()
});
/** An update's content: the state's headline after it, and what it reported. */
const UpdateData = object({
	progress: number$1(),
	status: OpenStatus,
	health: OpenHealth.optional(),
	attempt: int().min(1).optional(),
	received_at: string$1().nullable().optional(),
	details: Details
});
/** One stored update, or, with `snapshot: true`, the whole state at the head of the log. */
const TrainingUpdate = object({
	type: literal("training_update"),
	train_id: TrainId,
	seq: Seq,
	snapshot: boolean().optional(),
	data: UpdateData
});
/** Marks the end of a training, with the final state. Its seq is the terminal update's, which was sent just before. */
const TrainingCompleted = object({
	type: literal("training_completed"),
	train_id: TrainId,
	seq: Seq,
	data: UpdateData
});
/** A resume could not be honoured: what was held is void, and a snapshot follows. */
const SubscriptionReset = object({
	type: literal("subscription_reset"),
	train_id: TrainId,
	stream_id: StreamId,
	first_seq: Seq,
	seq: Seq,
	reason: openEnum([
		"stream_changed",
		"past_end",
		"expired"
	])
});
/** Answers a subscribe or unsubscribe of the list of trainings. */
const TrainingsConfirmed = object({
	type: literal("trainings_confirmed"),
	status: openEnum(["subscribed", "unsubscribed"])
});
/** Trainings that are new or changed since the last one; with `snapshot: true` the newest trainings, whole. */
const TrainingsUpdate = object({
	type: literal("trainings_update"),
	snapshot: boolean().optional(),
	trainings: array(TrainingSummary),
	/** Trainings that were deleted since the last one. */
	removed: array(TrainId).optional()
});
/** Something the viewer sent was not accepted. The socket stays open. */
const ErrorMessage = object({
	type: literal("error"),
	code: OpenErrorCode,
	message: string$1(),
	train_id: string$1().optional()
});
/** Answers a `ping`, with its `id`. */
const Pong = object({
	type: literal("pong"),
	id: union([string$1(), number$1()]).optional()
});
/** Every message that a server sends on `/ws`. */
const ServerMessage = discriminatedUnion("type", [
	Welcome,
	SubscriptionConfirmed,
	TrainingUpdate,
	TrainingCompleted,
	SubscriptionReset,
	TrainingsConfirmed,
	TrainingsUpdate,
	ErrorMessage,
	Pong
]);
/** Asks for a training's updates: from now on with a snapshot first, or from after `after_seq` without one. */
const SubscribeTraining = object({
	type: literal("subscribe_training"),
	train_id: TrainId,
	after_seq: Seq.optional(),
	stream_id: StreamId.optional()
});
/** Ends the subscription to a training. Frames already on their way may still arrive. */
const UnsubscribeTraining = object({
	type: literal("unsubscribe_training"),
	train_id: TrainId
});
/** Asks for the list of trainings, kept current: at most one change per training and second. */
const SubscribeTrainings = object({ type: literal("subscribe_trainings") });
/** Ends the subscription to the list of trainings. */
const UnsubscribeTrainings = object({ type: literal("unsubscribe_trainings") });
/** Asks for a `pong`: how a browser, which cannot send WebSocket pings, finds a dead connection. */
const Ping = object({
	type: literal("ping"),
	id: union([string$1().max(128), number$1()]).optional()
});
/** Every message that a viewer sends on `/ws`. */
const ViewerMessage = discriminatedUnion("type", [
	SubscribeTraining,
	UnsubscribeTraining,
	SubscribeTrainings,
	UnsubscribeTrainings,
	Ping
]);
/** Message ⇒ text, as it goes on the wire. */
function encode(message) {
	return JSON.stringify(message);
}
/** Text ⇒ what a viewer sent. Never throws. */
function decodeViewerMessage(text) {
	return decode(text, ViewerMessage);
}
/** Text ⇒ what a server sent. Never throws. */
function decodeServerMessage(text) {
	return decode(text, ServerMessage);
}
/** A parsed frame ⇒ what a server sent. Never throws. */
function readServerMessage(value) {
	return judge(value, ServerMessage);
}
function decode(text, union) {
	let value;
	try {
		value = JSON.parse(text);
	} catch {
		return {
			kind: "invalid",
			code: "bad_json",
			message: "the frame is not JSON"
		};
	}
	return judge(value, union);
}
function judge(value, union) {
	if (typeof value !== "object" || value === null || !("type" in value) || typeof value.type !== "string") return {
		kind: "invalid",
		code: "bad_message",
		message: "a message is a JSON object with a text `type`"
	};
	const { type } = value;
	if (!union.options.some((option) => option.shape.type.value === type)) return {
		kind: "unknown",
		type: clip(type, 64)
	};
	const parsed = union.safeParse(value);
	if (parsed.success) return {
		kind: "message",
		message: parsed.data
	};
	return {
		kind: "invalid",
		code: codeOfIssues(parsed.error, value),
		message: describeIssues(parsed.error)
	};
}
/** What a training may be told: the last part of `POST /trainings/{id}/{command}`. */
const commandNames = [
	"pause",
	"resume",
	"cancel",
	"checkpoint"
];
/**
* Where a command stands: `open` until its trainer takes it up (`accepted`) and carries it out (`done`), or says why not
* (`refused`). `lapsed` = nobody will answer any more: the training or the attempt ended, or a later command took its place.
*/
const commandStates = [
	"open",
	"accepted",
	"done",
	"refused",
	"lapsed"
];
/** Body of `POST /trainings/{id}/{command}`. */
const CommandRequest = object({
	/** Chosen by whoever asks: the same request again is then the same command. Made up if absent. */
	command_id: StoredText.min(1).max(64).optional(),
	/** Why, for people; it stands in the log. */
	reason: StoredText.min(1).max(1e3).optional()
});
/** A command, and where it stands. */
const CommandStanding = object({
	command_id: string$1().min(1).max(64),
	name: openEnum(commandNames),
	state: openEnum(commandStates),
	/** Why it was refused or lapsed, else why it was asked for. */
	reason: string$1().optional(),
	/** RFC 3339 UTC, as the next. */
	asked_at: string$1(),
	changed_at: string$1()
});
/** Answer of `POST /trainings/{id}/{command}`. */
const CommandAnswer = object({
	train_id: TrainId,
	training_status: OpenStatus,
	command: CommandStanding
});
/** Answer of `GET /trainings/{id}/commands`: newest first. */
const CommandList = object({ commands: array(CommandStanding) });
const numberNames = [...Object.keys(measuredFields), ...Object.keys(countFields)];
const textNames = Object.keys(textFields);
/** What is carried forward as it was reported. Progress has a rule of its own. */
const carriedNames = [...numberNames, ...textNames].filter((name) => name !== "progress");
/** The state of a training that has no update yet: seq 0, queued. */
function initialState(trainId, streamId) {
	return {
		job_id: trainId,
		status: "queued",
		progress: 0,
		current_epoch: null,
		total_epochs: null,
		current_step: null,
		total_steps: null,
		loss: null,
		eval_loss: null,
		samples_per_second: null,
		gpu_memory_allocated_gb: null,
		eta_seconds: null,
		timestamp: null,
		complete: false,
		seq: 0,
		stream_id: streamId,
		attempt: 1,
		health: "ok",
		received_at: null
	};
}
/**
* The state after one more record: every field carried forward, seq one higher. Pure. A terminal state is
* final: it is returned unchanged, since nothing follows a terminal.
*/
function nextState(state, change) {
	if (state.complete) return state;
	const { details } = change;
	const next = {
		...withoutPassing(state),
		...reportedOf(details),
		status: nextStatus(state, details),
		seq: state.seq + 1,
		attempt: Math.max(state.attempt, change.attempt ?? 1),
		health: nextHealth(state, details),
		received_at: details.event ? state.received_at : change.received_at
	};
	next.progress = nextProgress(next, details);
	next.complete = isTerminal(next.status);
	const reason = nextReason(next, state, details);
	if (reason !== void 0) next.reason = reason;
	if (details.checkpoint) next.checkpoint = details.checkpoint;
	if (details.metrics) next.metrics = nextMetrics(state.metrics, details.metrics);
	const nonfinite = nextNonfinite(next, state, details);
	if (nonfinite.length > 0) next.nonfinite = nonfinite;
	if (details.event) next.event = details.event;
	return next;
}
/** It belongs to the status: it stays until the status changes, or another reason comes. */
function nextReason(next, state, details) {
	if (details.reason !== void 0) return details.reason;
	if (details.status !== void 0 && details.event?.reason !== void 0) return details.event.reason;
	return next.status === state.status ? state.reason : void 0;
}
/** The state but for what holds for one update only. Most states have none of it, and are not copied. */
function withoutPassing(state) {
	if (state.event === void 0 && state.nonfinite === void 0 && state.reason === void 0) return state;
	const { event: _past, nonfinite: _stale, reason: _settled, ...carried } = state;
	return carried;
}
/** What a record reports of the carried fields. */
function reportedOf(details) {
	const reported = {};
	for (const name of carriedNames) {
		const value = details[name];
		if (value !== void 0) reported[name] = value;
	}
	return reported;
}
/** A report that measures something starts a training that never said so. */
function nextStatus(state, details) {
	if (details.status !== void 0) return details.status;
	const waiting = state.status === "queued" || state.status === "starting";
	const measures = details.metrics !== void 0 || numberNames.some((name) => details[name] !== void 0);
	return waiting && measures ? "running" : state.status;
}
/** The server's own health events set it; otherwise it stays. */
function nextHealth(state, details) {
	const health = details.event?.kind === "health" ? details.event["health"] : void 0;
	return typeof health === "string" ? health : state.health;
}
/** Sent, else step / total when either was sent, else carried forward; always finite, 0 to 100. */
function nextProgress(next, details) {
	if (typeof details.progress === "number") return clampPercent(details.progress);
	if (!(details.current_step !== void 0 || details.total_steps !== void 0) || next.current_step === null || !next.total_steps) return next.progress;
	return clampPercent(next.current_step / next.total_steps * 100);
}
function clampPercent(value) {
	return Math.min(100, Math.max(0, value));
}
/** Above this many metrics a copy is filled name by name, which engines do faster there than a spread. */
const manyMetrics = 64;
/** Carried forward by name. Above `maxMetrics` names, the first of those not in this report make room. */
function nextMetrics(past = {}, reported) {
	const names = Object.keys(past);
	let count = names.length;
	for (const name in reported) if (!Object.hasOwn(past, name)) count += 1;
	if (count <= manyMetrics) return {
		...past,
		...reported
	};
	const merged = Object.create(null);
	for (const name of names) if (count > limits.maxMetrics && !Object.hasOwn(reported, name)) count -= 1;
	else merged[name] = past[name] ?? null;
	return Object.assign(merged, reported);
}
/** Names stay until their value is reported anew, or its metric made room for another. */
function nextNonfinite(next, state, details) {
	if (!state.nonfinite && !details.nonfinite) return [];
	const holds = (fields, name) => name.startsWith("metrics.") ? Object.hasOwn(fields.metrics ?? {}, name.slice(8)) : Object.hasOwn(fields, name);
	const kept = (state.nonfinite ?? []).filter(({ name }) => !holds(details, name) && holds(next, name));
	return [...new Map([...kept, ...details.nonfinite ?? []].map((entry) => [entry.name, entry])).values()];
}
/** The stored update that led to `state`: its headline, and exactly what was reported. */
function updateOf(state, details) {
	const { progress, status, health, attempt, received_at } = state;
	return {
		type: "training_update",
		train_id: state.job_id,
		seq: state.seq,
		data: {
			progress,
			status,
			health,
			attempt,
			received_at,
			details
		}
	};
}
/**
* A reader's state after an update from the server: a snapshot replaces it, an update is carried into it. The
* server's word on progress, status, health and attempt is final. Once complete, only a snapshot changes it.
*/
function applyUpdate(state, update) {
	if (state.complete && !update.snapshot) return state;
	const { details, ...headline } = update.data;
	const known = Object.fromEntries(Object.entries(headline).filter(([, value]) => value !== void 0));
	const base = update.snapshot ? {
		...initialState(update.train_id, details.stream_id ?? state.stream_id),
		...details
	} : nextState(state, {
		details,
		received_at: headline.received_at ?? null
	});
	return {
		...base,
		...known,
		seq: update.seq,
		complete: base.complete || isTerminal(headline.status)
	};
}
/** The envelope form of a state: a snapshot, whose details hold every field of the flat form. */
function toEnvelope(flat) {
	return {
		...updateOf(flat, flat),
		snapshot: true
	};
}
/** The flat form of a snapshot; the inverse of `toEnvelope`. A stored update needs `applyUpdate` instead. */
function toFlat(snapshot) {
	return applyUpdate(initialState(snapshot.train_id, snapshot.data.details.stream_id ?? "unknown"), {
		...snapshot,
		snapshot: true
	});
}
/**
* Whether a JSON value is nested at most `maxDepth` levels deep; a plain value is at depth 0. Goes level by
* level, not by recursion: the value may be hostile, and `JSON.stringify` throws on one that is too deep.
*/
function isNestedAtMost(value, maxDepth) {
	let level = [value];
	for (let depth = 0; level.length > 0; depth += 1) {
		level = level.filter((item) => typeof item === "object" && item !== null);
		if (level.length > 0 && depth === maxDepth) return false;
		level = level.flatMap((item) => Object.values(item));
	}
	return true;
}
const quote = 34;
const backslash = 92;
const [openArray, closeArray] = [91, 93];
const [openObject, closeObject] = [123, 125];
/** Whether arrays and objects of a JSON text are nested at most `maxDepth` levels deep, told without parsing it. */
function isTextNestedAtMost(text, maxDepth) {
	let depth = 0;
	for (let at = 0; at < text.length; at += 1) {
		const code = text.charCodeAt(at);
		if (code === quote) at = closingQuote(text, at);
		else if (code === openArray || code === openObject) depth += 1;
		else if (code === closeArray || code === closeObject) depth -= 1;
		if (depth > maxDepth) return false;
	}
	return true;
}
/** Where the string that opens at `start` closes, or the text's end if it never does. */
function closingQuote(text, start) {
	let at = text.indexOf("\"", start + 1);
	while (at !== -1) {
		let escapes = 0;
		while (text.charCodeAt(at - 1 - escapes) === backslash) escapes += 1;
		if (escapes % 2 === 0) return at;
		at = text.indexOf("\"", at + 1);
	}
	return text.length;
}
/** A text up to this length is parsed in little time, however it is nested. */
const unboundedLength = 16384;
/** Far more than any message has. */
const maxTextDepth = 1e3;
const whitespace = " 	\n\r";
/** What may stand around a value; nothing where the text begins or ends. */
const beforeValue = [
	"",
	"[",
	",",
	":"
];
const afterValue = [
	"",
	"]",
	",",
	"}"
];
/**
* Parses JSON as trainers write it: bare `NaN`, `Infinity` and `-Infinity` (Python's `json.dumps`) are read as
* the strings of the same name, which number fields then take for what they mean. Linear in the text's length.
*
* @throws SyntaxError if the text is not JSON even so.
*/
function parseJson(text) {
	try {
		return parseBoundedJson(text);
	} catch (error) {
		const quoted = quoteNonfinite(text);
		if (quoted === text) throw error;
		return parseBoundedJson(quoted);
	}
}
/**
* `JSON.parse` for texts of strangers: millions of arrays in one another would hold the event loop for most of a second.
*
* @throws SyntaxError if the text is not JSON, or is long and nested more than 1000 levels deep.
*/
function parseBoundedJson(text) {
	if (text.length > unboundedLength && !isTextNestedAtMost(text, maxTextDepth)) throw new SyntaxError(`nested more than ${maxTextDepth} levels deep`);
	return JSON.parse(text);
}
/**
* Goes from token to token and over strings, so that the same letters inside a string stay what they are. Gives
* the text back as it is at the first token that stands where no value may: it is then no JSON either way.
*/
function quoteNonfinite(text) {
	const parts = [];
	const landmarks = /"|-?Infinity|NaN/g;
	let copied = 0;
	for (let found = landmarks.exec(text); found !== null; found = landmarks.exec(text)) {
		const [token] = found;
		if (token === "\"") {
			landmarks.lastIndex = closingQuote(text, found.index) + 1;
			continue;
		}
		const end = found.index + token.length;
		if (!beforeValue.includes(lastBefore(text, found.index)) || !afterValue.includes(firstFrom(text, end))) return text;
		parts.push(text.slice(copied, found.index), `"${token}"`);
		copied = end;
	}
	return parts.join("") + text.slice(copied);
}
/** The last character before `end` that is no white space; empty if there is none. */
function lastBefore(text, end) {
	let at = end - 1;
	while (at >= 0 && whitespace.includes(text.charAt(at))) at -= 1;
	return text.charAt(at);
}
/** The first character from `start` on that is no white space; empty if there is none. */
function firstFrom(text, start) {
	let at = start;
	while (at < text.length && whitespace.includes(text.charAt(at))) at += 1;
	return text.charAt(at);
}
/**
* Splits an ingest body into records: one JSON object, an array of them, or one per line (NDJSON). A line that
* is not JSON spoils itself alone; a JSON body that cannot be parsed is refused whole, and so is one that holds
* more than `limits.maxIngestRecords` records, before any of them is looked at.
*/
function readIngestBody(text, format) {
	const body = openIngestBody(text, format);
	return body.ok ? {
		ok: true,
		records: [...body.records]
	} : body;
}
/** As `readIngestBody`, for a reader that does other things between one record and the next. */
function openIngestBody(text, format) {
	if (format === "ndjson") {
		const lines = linesOf(text);
		return lines ? {
			ok: true,
			count: lines.length,
			records: readEach(lines)
		} : tooMany;
	}
	const body = readRecord(text);
	if (!body.ok) return {
		ok: false,
		code: "bad_json",
		message: body.message
	};
	const { value } = body;
	if (!Array.isArray(value)) return {
		ok: true,
		count: 1,
		records: [body]
	};
	if (value.length > limits.maxIngestRecords) return tooMany;
	return {
		ok: true,
		count: value.length,
		records: value.map((each) => ({
			ok: true,
			value: each
		}))
	};
}
const tooMany = {
	ok: false,
	code: "too_many_records",
	message: `the body holds more than ${limits.maxIngestRecords} records`
};
/** The lines that are not blank, or undefined if they are too many. Blank ones are leapt over, however many. */
function linesOf(text) {
	const lines = [];
	const visible = /\S/g;
	for (let found = visible.exec(text); found !== null; found = visible.exec(text)) {
		if (lines.length === limits.maxIngestRecords) return void 0;
		const end = text.indexOf("\n", found.index);
		const start = text.lastIndexOf("\n", found.index) + 1;
		lines.push(text.slice(start, end === -1 ? text.length : end));
		visible.lastIndex = end === -1 ? text.length : end;
	}
	return lines;
}
function* readEach(lines) {
	for (const line of lines) yield readRecord(line);
}
function readRecord(text) {
	try {
		return {
			ok: true,
			value: parseJson(text)
		};
	} catch (error) {
		return {
			ok: false,
			message: `not JSON: ${clip(error instanceof Error ? error.message : String(error))}`
		};
	}
}
const Position = int().min(0);
/** Query of `GET /trainings/{id}/logs`. Positions are bytes of one attempt's log, from its beginning. */
const LogsQuery = object({
	/** The newest if absent. */
	attempt: queryInteger(int().min(1)).optional(),
	/** Where to go on; the last `limit` bytes if absent. */
	after: queryInteger(Position).optional(),
	/** Most bytes of an answer. */
	limit: queryInteger(int().min(1).max(limits.maxLogPageBytes)).default(65536),
	/** How long to wait for a line if there is none yet, in seconds. */
	wait_seconds: queryNumber.pipe(number$1().min(0).max(limits.maxWaitSeconds)).default(0)
});
/** Answer of `GET /trainings/{id}/logs`: what the trainer of one attempt printed, whole lines of it where it can. */
const LogsPage = object({
	attempt: int().min(1),
	/** Where `text` begins. It is above the `after` that was asked for if what lay between is kept no more. */
	from: Position,
	text: string$1(),
	/** The next request's `after`. */
	next_after: Position,
	/** Whether the attempt has ended and nothing follows. */
	ended: boolean()
});
const names = /* @__PURE__ */ new Map([
	["NaN", "NaN"],
	["Infinity", "Infinity"],
	["-Infinity", "-Infinity"]
]);
/** What the value is if it is not finite: a number (JSON's 1e999 parses to Infinity) or one of its names. */
function nonfiniteName(value) {
	if (typeof value === "number" && !Number.isFinite(value)) return String(value);
	return names.get(value);
}
/**
* Brings the ways a trainer may write a value that is not finite (the number itself, its name as a string, or
* `null` named in `nonfinite`) into one: `null`, named in `nonfinite`. Any other `null` is left out, since it
* says that nothing was reported. The given record stays as it is.
*/
function liftNonfinite(record) {
	if (isPlain(record)) return record;
	const declared = declaredNonfinite(record["nonfinite"]);
	const found = [];
	const lift = ([name, value], path) => {
		const kind = nonfiniteName(value) ?? (value === null ? declared.get(path) : void 0);
		if (kind === void 0) return value === null ? [] : [[name, value === 0 ? 0 : value]];
		found.push({
			name: path,
			value: kind
		});
		return [[name, null]];
	};
	const entries = Object.entries(record).flatMap(([name, value]) => {
		if (name === "nonfinite") return [];
		if (isNumberField(name)) return lift([name, value], name);
		if (name !== "metrics" || !isObject(value)) return value === null ? [] : [[name, value]];
		const metrics = Object.entries(value).flatMap((entry) => lift(entry, `metrics.${entry[0]}`));
		return [[name, Object.fromEntries(metrics)]];
	});
	return Object.fromEntries(found.length > 0 ? [...entries, ["nonfinite", found]] : entries);
}
/** Whether nothing in it needs lifting, as in most records. */
function isPlain(record) {
	for (const name in record) {
		const value = record[name];
		if (value === null || name === "nonfinite") return false;
		if (name === "metrics" && isObject(value)) {
			for (const metric in value) if (!isPlainNumber(value[metric])) return false;
		} else if (isNumberField(name) && !isPlainNumber(value)) return false;
	}
	return true;
}
/** Finite, and not the negative zero. */
function isPlainNumber(value) {
	return typeof value === "number" && Number.isFinite(value) && !Object.is(value, -0);
}
function isNumberField(name) {
	return Object.hasOwn(measuredFields, name) || Object.hasOwn(countFields, name);
}
function isObject(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
function declaredNonfinite(value) {
	const declared = /* @__PURE__ */ new Map();
	if (!Array.isArray(value)) return declared;
	for (const entry of value) {
		const kind = names.get(entry?.value);
		if (kind !== void 0) declared.set(entry?.name, kind);
	}
	return declared;
}
/** A trainer's answer to a command: taken up, done, or refused with a reason. */
const CommandAck = object({
	command_id: string$1().min(1).max(64),
	state: _enum([
		"accepted",
		"done",
		"refused"
	]),
	reason: string$1().max(1e3).optional()
});
/** One record as a trainer sends it, after `liftNonfinite`. Fields that version 1 does not know are ignored. */
const Report = object({
	job_id: TrainId.optional(),
	train_id: TrainId.optional(),
	producer_id: StoredText.min(1).max(64).optional(),
	producer_seq: int().min(0).optional(),
	attempt: int().min(1).optional(),
	command_ack: CommandAck.optional(),
	status: Status.optional(),
	complete: boolean().optional(),
	...optional(measuredFields),
	...optional(countFields),
	...optional(textFields),
	reason: Reason.optional(),
	checkpoint: Checkpoint.optional(),
	metrics: Metrics.optional(),
	nonfinite: array(Nonfinite).optional()
}).refine((report) => report.producer_id === void 0 === (report.producer_seq === void 0), {
	path: ["producer_seq"],
	error: "producer_id and producer_seq belong together"
}).refine((report) => !(report.complete && report.status && !isTerminal(report.status)), {
	path: ["complete"],
	error: "complete: true contradicts a status that is not terminal"
}).meta({ dependentRequired: {
	producer_id: ["producer_seq"],
	producer_seq: ["producer_id"]
} });
const nonfiniteText = literal([
	"NaN",
	"Infinity",
	"-Infinity"
]);
const orNonfinite = (fields) => Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, union([field, nonfiniteText])]));
const orNull = (fields) => Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.nullable().optional()]));
/**
* One record as its text may say it: a value that is not finite may also be written as the string of its name, and
* `null` says that nothing was reported.
*/
const WrittenReport = object({
	...orNull(Report.shape),
	...orNull(orNonfinite({
		...measuredFields,
		...countFields
	})),
	metrics: record(MetricName, union([
		number$1(),
		_null(),
		nonfiniteText
	])).meta({ maxProperties: limits.maxMetrics }).nullable().optional(),
	nonfinite: array(Nonfinite).optional()
}).meta({ anyOf: [{
	required: ["producer_id", "producer_seq"],
	properties: {
		producer_id: { type: "string" },
		producer_seq: { type: "integer" }
	}
}, { properties: {
	producer_id: { type: "null" },
	producer_seq: { type: "null" }
} }] });
/**
* Reads one record of an ingest body for the training `trainId`.
*
* Values that are not finite are never refused: they become `null` and are named in `nonfinite`. A plain
* `null` without such a name means "not reported". `complete: true` alone means status `completed`.
*/
function parseReport(raw, trainId) {
	if (typeof raw !== "object" || raw === null || Array.isArray(raw)) return {
		ok: false,
		code: "bad_message",
		message: "a record must be a JSON object"
	};
	const record = raw;
	const problem = metricsProblem(record["metrics"]);
	if (problem !== void 0) return {
		ok: false,
		code: "bad_message",
		message: `metrics: ${problem}`
	};
	const parsed = Report.safeParse(liftNonfinite(record));
	if (!parsed.success) return {
		ok: false,
		code: codeOfIssues(parsed.error, raw),
		message: describeIssues(parsed.error)
	};
	const { job_id, train_id, producer_id, producer_seq, attempt, complete, command_ack, ...details } = parsed.data;
	const named = [job_id, train_id].find((id) => id !== void 0 && id !== trainId);
	if (named !== void 0) return {
		ok: false,
		code: "bad_id",
		message: `the record names ${named}, the address ${trainId}`
	};
	if (complete && details.status === void 0) details.status = "completed";
	return {
		ok: true,
		report: {
			details,
			...attempt !== void 0 && { attempt },
			...producer_id !== void 0 && producer_seq !== void 0 && { producer: {
				id: producer_id,
				seq: producer_seq
			} },
			...command_ack && { commandAck: command_ack }
		}
	};
}
/** What the schema alone would find late (after judging each of a million entries) or not at all. */
function metricsProblem(metrics) {
	if (typeof metrics !== "object" || metrics === null) return void 0;
	if (Object.hasOwn(metrics, "__proto__")) return "__proto__ is reserved";
	const count = Object.keys(metrics).length;
	return count > limits.maxMetrics ? `must hold at most ${limits.maxMetrics} metrics, not ${count}` : void 0;
}
/** A command a trainer has not finished yet. */
const Command = object({
	command_id: string$1(),
	name: string$1(),
	args: record(string$1(), unknown()).optional()
});
/** Answer of `POST …/updates`. */
const IngestAnswer = object({
	/** Records stored by this request. */
	accepted: int().min(0),
	/** Records that were stored before, told by producer_id and producer_seq. */
	repeated: int().min(0),
	/** Head of the training's log after the request. */
	seq: Seq,
	rejected: array(object({
		index: int().min(0),
		code: OpenErrorCode,
		message: string$1()
	})),
	commands: array(Command)
});
/** Query of `GET …/updates`. */
const UpdatesQuery = object({
	after_seq: queryInteger(Seq).default(0),
	stream_id: StreamId.optional(),
	limit: queryInteger(int().min(1).max(limits.maxPageUpdates)).default(1e3),
	/** How long to wait for an update if there is none yet, in seconds. */
	wait_seconds: queryNumber.pipe(number$1().min(0).max(limits.maxWaitSeconds)).default(0)
});
/** Query of the flat endpoint: where to go on from. Without `after_seq` the state comes first. */
const FlatQuery = object({
	after_seq: queryInteger(Seq).optional(),
	stream_id: StreamId.optional()
});
/** Answer of `GET …/updates`: lossless, in order. */
const UpdatesPage = object({
	stream_id: StreamId,
	/** The oldest seq that the log still holds; 1 unless retention removed some. */
	first_seq: Seq,
	updates: array(TrainingUpdate),
	/** The `after_seq` of the next page. */
	next_after_seq: Seq,
	/** Whether the training has ended and nothing follows this page. */
	ended: boolean()
});
/** Query of `GET /trainings`. */
const TrainingsQuery = object({
	status: Status.optional(),
	/** Text to be found in the id, the name or a tag. */
	q: string$1().max(256).optional(),
	limit: queryInteger(int().min(1).max(limits.maxPageTrainings)).default(100),
	cursor: string$1().min(1).max(512).optional()
});
/** Answer of `GET /trainings`: newest first. */
const TrainingsPage = object({
	trainings: array(TrainingSummary),
	/** Give it as `cursor` for the next page; absent on the last. */
	next_cursor: string$1().optional()
});
const JsonObject = record(string$1(), unknown()).refine((value) => isNestedAtMost(value, limits.maxConfigDepth), { error: `must be nested at most ${limits.maxConfigDepth} levels deep` });
const Name = StoredText.min(1).max(256);
const Tags = array(StoredText.min(1).max(64)).max(32);
/** Body of `POST /trainings`: a recipe to start, or a training to register whose trainer runs elsewhere. */
const StartTraining = object({
	recipe: string$1().min(1).max(128).optional(),
	params: JsonObject.optional(),
	train_id: TrainId.optional(),
	name: Name.optional(),
	config: JsonObject.optional(),
	tags: Tags.optional(),
	retention: Retention.optional()
});
/** Body of `PATCH /trainings/{id}`: what it names is changed, the rest stays; `null` clears. */
const PatchTraining = object({
	name: Name.nullable().optional(),
	tags: Tags.optional(),
	notes: StoredText.max(limits.maxNotesLength).nullable().optional(),
	retention: Retention.nullable().optional()
});
/** Query of `DELETE /trainings/{id}`. */
const DeleteQuery = object({ 
/** Whether also a training that is starting or running goes. */
force: _enum(["true", "false"]).default("false").transform((force) => force === "true") });
/** Answer of `POST /trainings`. `started` says that the request was accepted. */
const StartAnswer = object({
	status: literal("started"),
	train_id: TrainId,
	training_status: OpenStatus
});
/** Answer of `GET /version`: which protocols the server speaks, so that a browser can tell why it was refused. */
const VersionAnswer = object({
	name: string$1(),
	version: string$1(),
	supported: array(string$1()),
	capabilities: array(string$1())
});
/** Body of every REST error and refused upgrade. */
const ErrorAnswer = looseObject({
	code: OpenErrorCode,
	message: string$1(),
	/** What to do about it. */
	remedy: string$1().optional(),
	/** With `too_many_requests`: how long to wait, as `Retry-After` says. */
	retry_after_seconds: number$1().min(0).optional()
});
/** The fields of a report that have a series, beside each of its `metrics`, whose series is `metrics.NAME`. */
const seriesFieldNames = [
	"loss",
	"eval_loss",
	"learning_rate",
	"grad_norm",
	"samples_per_second",
	"tokens_per_second",
	"gpu_memory_allocated_gb",
	"gpu_memory_reserved_gb",
	"gpu_memory_peak_gb"
];
/**
* What a series is drawn over: `step` is the state's `current_step` after the update, `time` its `received_at` in
* milliseconds since 1970 UTC, `seq` its position.
*/
const SeriesAxis = _enum([
	"step",
	"time",
	"seq"
]);
const SeriesName = string$1().min(1).max(limits.maxMetricNameLength + 8);
/** Query of `GET …/series`. */
const SeriesQuery = object({
	/** Names, joined with commas; a comma or a backslash in a name is preceded by a backslash. All by default. */
	metrics: string$1().transform(splitSeriesNames).pipe(array(SeriesName).min(1).max(limits.maxAnswerSeries)).optional(),
	/** Most buckets of a series. */
	points: queryInteger(int().min(1).max(limits.maxSeriesPoints)).default(1e3),
	x: SeriesAxis.default("step"),
	/** The least x of the range, itself included. */
	from: queryNumber.optional(),
	/** The greatest x of the range, itself included. */
	to: queryNumber.optional(),
	/** How many significant digits `min`, `max` and `last` are rounded to; all by default. */
	digits: queryInteger(int().min(1).max(15)).optional()
}).refine(({ from, to }) => from === void 0 || to === void 0 || from <= to, {
	path: ["to"],
	error: "must not be less than from"
});
const column = array(number$1().nullable());
/** One series in columns: each holds one entry a bucket. Without the optional columns each bucket is one value. */
const MetricSeries = object({
	/** `loss` and the like, or `metrics.NAME`. */
	name: string$1(),
	/** Values in the range, over all buckets. */
	total: int().min(0),
	/** The first position of the bucket. */
	seq: array(Seq),
	/** The last position of the bucket; `seq` if absent. */
	last_seq: array(Seq).optional(),
	/** x of the first value; null if no step was reported yet. */
	x: column,
	/** x of the last value; `x` if absent. */
	last_x: column.optional(),
	/** Values in the bucket; 1 if absent. */
	count: array(int().min(1)).optional(),
	/** The least finite value, null if none is finite; `last` if absent. */
	min: column.optional(),
	/** The greatest finite value, null if none is finite; `last` if absent. */
	max: column.optional(),
	/** The last value; null if it is not finite. */
	last: column,
	attempt: array(int().min(1)),
	/** Per bucket (`at`, from 0) and kind the number of values that are not finite; absent if all are. */
	nonfinite: array(object({
		at: int().min(0),
		value: Nonfinite.shape.value,
		count: int().min(1)
	})).optional()
});
/** Answer of `GET …/series`. */
const SeriesAnswer = object({
	stream_id: StreamId,
	/** The oldest seq that the log still holds. */
	first_seq: Seq,
	/** Head of the log that the answer reaches to. */
	seq: Seq,
	x: SeriesAxis,
	/** The metrics that have a series, in the order in which they were first reported. */
	names: array(string$1()),
	/** What was asked for, as far as it has values in the range. */
	series: array(MetricSeries)
});
/** Joins names as the query of `GET …/series` carries them. */
function joinSeriesNames(names) {
	return names.map((name) => name.replace(/[\\,]/g, "\\$&")).join(",");
}
/** Takes apart what `joinSeriesNames` joins; an empty name stays one, so that the schema refuses it. */
function splitSeriesNames(text) {
	const names = [""];
	for (const [token] of text.matchAll(/\\[\s\S]|[\s\S]/g)) if (token === ",") names.push("");
	else names.push(`${names.pop() ?? ""}${token.length > 1 ? token.slice(1) : token}`);
	return names;
}
/** The training for which a record is read that names none itself. */
const anyTrainId = "job_abc123";
/** Every message of version 1. What is not here is not watched by the change checker. */
const messages = [
	...ViewerMessage.options.map((schema) => ({
		name: schema.shape.type.value,
		writer: "viewer",
		reader: "server",
		carrier: "socket",
		schema,
		read: decodeViewerMessage
	})),
	...ServerMessage.options.map((schema) => ({
		name: schema.shape.type.value,
		writer: "server",
		reader: "viewer",
		carrier: "socket",
		schema,
		read: decodeServerMessage
	})),
	{
		...answer("flat_message", FlatMessage, "viewer"),
		carrier: "socket"
	},
	answer("training_summary", TrainingSummary, "viewer"),
	answer("ingest_answer", IngestAnswer, "trainer"),
	answer("updates_page", UpdatesPage, "viewer"),
	answer("series_answer", SeriesAnswer, "viewer"),
	answer("trainings_page", TrainingsPage, "viewer"),
	answer("start_answer", StartAnswer, "client"),
	answer("version_answer", VersionAnswer, "client"),
	answer("command_answer", CommandAnswer, "client"),
	answer("command_list", CommandList, "viewer"),
	answer("recipe_list", RecipeList, "client"),
	answer("artifact_list", ArtifactList, "viewer"),
	answer("logs_page", LogsPage, "viewer"),
	answer("alert_rule", AlertRule, "client"),
	answer("alert_rule_list", AlertRuleList, "viewer"),
	answer("alert", Alert, "client"),
	answer("alert_list", AlertList, "viewer"),
	answer("error_answer", ErrorAnswer, "client"),
	answer("created_token", CreatedToken, "client"),
	answer("token_list", TokenList, "client"),
	answer("session_answer", SessionAnswer, "viewer"),
	request("start_training", StartTraining),
	request("command_request", CommandRequest),
	request("patch_training", PatchTraining),
	request("create_alert_rule", CreateAlertRule),
	request("patch_alert_rule", PatchAlertRule),
	request("mute_training", MuteTraining),
	request("create_token", CreateToken),
	request("log_in", LogIn),
	{
		name: "report",
		writer: "trainer",
		reader: "server",
		carrier: "body",
		schema: Report,
		written: WrittenReport,
		read: readReport
	},
	query("updates_query", UpdatesQuery),
	query("series_query", SeriesQuery),
	query("trainings_query", TrainingsQuery),
	query("flat_query", FlatQuery),
	query("delete_query", DeleteQuery),
	query("archive_query", ArchiveQuery),
	query("logs_query", LogsQuery),
	query("alerts_query", AlertsQuery)
];
function answer(name, schema, reader) {
	return {
		name,
		writer: "server",
		reader,
		carrier: "body",
		schema,
		read: (text) => readBody(schema, text)
	};
}
function request(name, schema) {
	return {
		name,
		writer: "client",
		reader: "server",
		carrier: "body",
		schema,
		read: (text) => readBody(schema, text)
	};
}
function query(name, schema) {
	return {
		...request(name, schema),
		writer: "viewer",
		carrier: "query"
	};
}
function readBody(schema, text) {
	const value = readJson(text);
	if (value === void 0) return notJson;
	const parsed = schema.safeParse(value);
	if (parsed.success) return {
		kind: "message",
		message: parsed.data
	};
	return {
		kind: "invalid",
		code: codeOfIssues(parsed.error, value),
		message: describeIssues(parsed.error)
	};
}
/** A record is read by the ingest's own reader, which knows bare `NaN` and the like. */
function readReport(text) {
	let record;
	try {
		record = parseJson(text);
	} catch {
		return notJson;
	}
	const named = record ?? {};
	const trainId = [named.train_id, named.job_id].find((id) => typeof id === "string") ?? anyTrainId;
	const result = parseReport(record, trainId);
	if (result.ok) return {
		kind: "message",
		message: result.report
	};
	return {
		kind: "invalid",
		code: result.code === "bad_id" ? "bad_id" : "bad_message",
		message: result.message
	};
}
const notJson = {
	kind: "invalid",
	code: "bad_json",
	message: "the text is not JSON"
};
function readJson(text) {
	try {
		return JSON.parse(text);
	} catch {
		return;
	}
}
/** Answer of `GET /healthz`, as long as the server runs. */
const HealthzAnswer = object({
	status: string$1(),
	/** Open sockets. These counts are absent for whom they are not meant. */
	connections: int().min(0).optional(),
	subscriptions: int().min(0).optional(),
	/** Trainings in use. */
	trainings: int().min(0).optional()
});
/** Answer of `GET /readyz`: `ready`, or `unready` with the reasons. */
const ReadyzAnswer = object({
	status: string$1(),
	/** `draining`: about to stop. `storage`: updates cannot be stored. */
	reasons: array(string$1()).optional()
});
const api = "/api/v1";
const training = `${api}/trainings/{id}`;
/** Every request of the REST part, in the order of PROTOCOL.md. */
const routes = [
	{
		...read(`${api}/trainings`, "The trainings, newest first.", "trainings_page"),
		query: "trainings_query"
	},
	{
		...write("POST", `${api}/trainings`, "Starts or registers a training."),
		need: "publish",
		body: "start_training",
		answers: { 201: { message: "start_answer" } },
		errors: [
			"bad_id",
			"unknown_recipe",
			"recipe_unavailable",
			"bad_params",
			"queue_full",
			"training_exists",
			"training_deleted",
			"storage_unavailable"
		]
	},
	{
		...read(training, "The state of a training: the polling fallback.", "training_summary"),
		hasEtag: true
	},
	{
		...write("PATCH", training, "Changes name, tags, notes or retention of a training."),
		body: "patch_training",
		answers: { 200: { message: "training_summary" } },
		errors: ["storage_unavailable"]
	},
	{
		...write("DELETE", training, "Deletes a training with all that belongs to it."),
		query: "delete_query",
		errors: ["training_running", "storage_unavailable"]
	},
	{
		...read(`${training}/updates`, "Updates after a position, lossless; a long-poll if asked.", "updates_page"),
		query: "updates_query",
		errors: [
			"stream_changed",
			"past_end",
			"expired"
		]
	},
	{
		...read(`${training}/series`, "Down-sampled series for charts.", "series_answer"),
		query: "series_query",
		hasEtag: true
	},
	{
		...write("POST", `${training}/updates`, "Publishes records of a training."),
		need: "publish",
		body: "records",
		answers: { 200: { message: "ingest_answer" } },
		errors: ["too_many_records", "storage_unavailable"]
	},
	...commandNames.map((command) => ({
		...write("POST", `${training}/${command}`, `Tells the training: ${command}.`),
		body: "command_request",
		answers: {
			200: { message: "command_answer" },
			202: { message: "command_answer" }
		},
		errors: [
			"command_exists",
			"training_ended",
			"storage_unavailable"
		].concat(command === "checkpoint" ? ["not_running"] : command === "resume" ? ["queue_full"] : [])
	})),
	read(`${training}/commands`, "What the training was told, newest first.", "command_list"),
	{
		...read(`${training}/logs`, "What a trainer that the server started printed.", "logs_page"),
		query: "logs_query",
		errors: ["not_found"]
	},
	read(`${training}/artifacts`, "The files that the training has left.", "artifact_list"),
	{
		...read(`${training}/artifacts/{path}`, "One of them; with Range a part of it.", ""),
		answers: {
			200: { file: "application/octet-stream" },
			206: { file: "application/octet-stream" }
		},
		hasEtag: true,
		errors: [
			"bad_message",
			"not_found",
			"range_not_satisfiable",
			"artifact_changed"
		]
	},
	{
		...write("DELETE", `${training}/artifacts/{path}`, "Deletes one of them."),
		errors: ["bad_message", "not_found"]
	},
	{
		...read(`${training}/archive`, "A folder of them, or all, as one file.", ""),
		query: "archive_query",
		answers: { 200: { file: "application/x-tar" } },
		errors: ["not_found"]
	},
	read(`${api}/recipes`, "What can be started.", "recipe_list"),
	read(`${api}/alert-rules`, "The rules by which the server alerts.", "alert_rule_list"),
	{
		...write("POST", `${api}/alert-rules`, "Makes a rule; the secret of its webhook is shown this once."),
		body: "create_alert_rule",
		answers: { 201: { message: "alert_rule" } },
		errors: ["storage_unavailable"]
	},
	{
		...write("PATCH", `${api}/alert-rules/{rule_id}`, "Changes or mutes a rule."),
		body: "patch_alert_rule",
		answers: { 200: { message: "alert_rule" } },
		errors: ["not_found", "storage_unavailable"]
	},
	{
		...write("DELETE", `${api}/alert-rules/{rule_id}`, "Removes a rule; its alerts stay."),
		errors: ["not_found", "storage_unavailable"]
	},
	{
		...read(`${api}/alerts`, "What the rules have found, newest first.", "alert_list"),
		query: "alerts_query",
		hasEtag: true
	},
	{
		...write("POST", `${api}/alerts/{alert_id}/acknowledge`, "Notes that somebody has seen an alert."),
		answers: { 200: { message: "alert" } },
		errors: ["not_found", "storage_unavailable"]
	},
	{
		...write("POST", `${training}/mute`, "Mutes the alerts of a training for a time."),
		body: "mute_training",
		errors: ["storage_unavailable"]
	},
	{
		...write("POST", `${api}/backup`, "A copy of all that the server holds, made while it serves."),
		need: "admin",
		answers: { 200: { file: "application/vnd.sqlite3" } },
		errors: ["storage_unavailable"]
	},
	{
		...read(`${api}/version`, "Which protocols the server speaks.", "version_answer"),
		need: "open"
	},
	{
		...read(`${api}/session`, "Whether a token is needed, and what the requester's covers.", "session_answer"),
		need: "open"
	},
	{
		...write("POST", `${api}/session`, "Trades a token for the cookie of a session."),
		need: "open",
		body: "log_in",
		errors: ["unauthorized", "storage_unavailable"]
	},
	{
		...write("DELETE", `${api}/session`, "Ends the session."),
		need: "open"
	},
	{
		...read(`${api}/tokens`, "The tokens, without their texts.", "token_list"),
		need: "admin"
	},
	{
		...write("POST", `${api}/tokens`, "Makes a token; its text is shown this once."),
		need: "admin",
		body: "create_token",
		answers: { 201: { message: "created_token" } },
		errors: ["storage_unavailable"]
	},
	{
		...write("DELETE", `${api}/tokens/{token_id}`, "Revokes a token and closes its sockets."),
		need: "admin",
		errors: ["not_found", "storage_unavailable"]
	},
	{
		...read(`${api}/openapi.json`, "These requests, as OpenAPI has them.", ""),
		answers: { 200: { file: "application/json" } }
	},
	{
		...read("/healthz", "Whether the server runs.", "HealthzAnswer"),
		need: "open"
	},
	{
		...read("/readyz", "Whether the server can serve.", "ReadyzAnswer"),
		need: "open",
		answers: {
			200: { message: "ReadyzAnswer" },
			503: { message: "ReadyzAnswer" }
		}
	},
	{
		...read("/metrics", "Metrics in Prometheus' text format.", ""),
		answers: { 200: { file: "text/plain" } }
	}
];
function read(path, summary, message) {
	return {
		method: "GET",
		path,
		summary,
		need: "read",
		answers: { 200: { message } }
	};
}
function write(method, path, summary) {
	return {
		method,
		path,
		summary,
		need: "control",
		answers: { 204: "empty" }
	};
}
/** Every error code that a route may answer with. */
function errorsOf(route) {
	const { method, path, need, query, body, errors = [] } = route;
	const isOfTraining = path.startsWith(training);
	const codes = [
		"forbidden_origin",
		"forbidden_host",
		"too_many_requests",
		"internal"
	];
	if (path.startsWith(api)) codes.push("shutting_down");
	if (need !== "open") codes.push("unauthorized", "forbidden");
	if (isOfTraining) codes.push("bad_id", "training_deleted");
	if (isOfTraining && body !== "records") codes.push("unknown_training");
	if (query !== void 0) codes.push("bad_message");
	if (body !== void 0) codes.push("bad_json", "body_too_large", "unsupported_content_type");
	if (body !== void 0 && body !== "records") codes.push("bad_message");
	if (body === void 0 && method !== "GET") codes.push("unsupported_content_type", "body_too_large");
	return [.../* @__PURE__ */ new Set([...codes, ...errors])].sort();
}
/** The versions this package speaks, by WebSocket subprotocol name, the best first. */
const supportedSubprotocols = ["trainwire.v1"];
/** Versions that are tried out: spoken only where both sides were told to. They may change without notice. */
const draftSubprotocols = ["trainwire.v2-draft"];
/** Begins the offer that carries a token; what follows is the base64url of the token's text. It is never selected. */
const tokenSubprotocolPrefix = "trainwire.token.";
function negotiate(offered, spoken = supportedSubprotocols) {
	if (offered.length === 0) return {
		kind: "implicit",
		subprotocol: "trainwire.v1"
	};
	const subprotocol = spoken.find((name) => offered.includes(name));
	if (subprotocol !== void 0) return {
		kind: "selected",
		subprotocol
	};
	return {
		kind: "refused",
		supported: spoken
	};
}
/** What an update says of the state after it, besides what was reported. */
const Headline = UpdateData.omit({ details: true });
/** An update without its place: what was reported, and the headline where it differs from the update before. */
const CompactUpdate = object({
	/** `progress`. */
	p: number$1().optional(),
	/** `status`. */
	s: OpenStatus.optional(),
	/** `health`. */
	h: OpenHealth.optional(),
	/** `attempt`. */
	a: int().min(1).optional(),
	/** `received_at`: so many milliseconds after that of the update before, or itself. */
	t: union([
		int(),
		string$1(),
		_null()
	]).optional(),
	/** `details`. */
	d: Details
});
/** The headline of a state or of an update, alone. */
function headlineOf({ progress, status, health, attempt, received_at }) {
	return {
		progress,
		status,
		health,
		attempt,
		received_at
	};
}
/** How a headline differs from the one before it. */
function changesOf(before, after) {
	const { received_at: time } = after;
	return {
		...after.progress !== before.progress && { p: after.progress },
		...after.status !== before.status && { s: after.status },
		...after.health !== before.health && { h: after.health },
		...after.attempt !== before.attempt && { a: after.attempt },
		...time !== void 0 && time !== before.received_at && { t: sinceOf(before.received_at, time) }
	};
}
/** The content of an update, from the headline of the one before. */
function expandUpdate(before, { p, s, h, a, t, d }) {
	return {
		...before,
		...p !== void 0 && { progress: p },
		...s !== void 0 && { status: s },
		...h !== void 0 && { health: h },
		...a !== void 0 && { attempt: a },
		...t !== void 0 && { received_at: timeOf(before.received_at, t) },
		details: d
	};
}
/** In milliseconds where that gives back the very same text, as it does for all that our servers write. */
function sinceOf(before, time) {
	if (typeof before !== "string" || time === null) return time;
	const since = Date.parse(time) - Date.parse(before);
	return Number.isSafeInteger(since) && timeOf(before, since) === time ? since : time;
}
function timeOf(before, t) {
	if (typeof t !== "number") return t;
	const time = new Date(Date.parse(before ?? "") + t);
	return Number.isNaN(time.getTime()) ? null : time.toISOString();
}
/** Stands for a training on a socket, from the confirmation that names it on. It means nothing else. */
const Channel = int().min(0);
/**
* Answers a subscribe or unsubscribe. With the status `subscribed` it also names the channel, and the headline at
* `seq`, which the first update may refer to.
*/
const ChannelConfirmed = SubscriptionConfirmed.extend({
	channel: Channel.optional(),
	headline: Headline.optional()
});
/** Successive updates of one training: channel, seq of the first, and each update after the one before. */
const UpdateRun = tuple([
	Channel,
	Seq,
	CompactUpdate
], CompactUpdate);
/** What a frame holds: runs of updates, and messages as in version 1, in the order in which they happened. */
const Batch = array(union([
	UpdateRun,
	ChannelConfirmed,
	looseObject({ type: string$1() })
]));
/** Reads the frames of one socket of the second version, and gives the messages of the first. */
var BatchReader = class {
	#byChannel = /* @__PURE__ */ new Map();
	#byTraining = /* @__PURE__ */ new Map();
	/** Text of a frame ⇒ what it says, in order. Never throws. */
	read(text) {
		let batch;
		try {
			batch = JSON.parse(text);
		} catch {
			return [{
				kind: "invalid",
				code: "bad_json",
				message: "the frame is not JSON"
			}];
		}
		if (!Array.isArray(batch)) return [invalid("a frame is an array of entries")];
		return batch.flatMap((entry) => Array.isArray(entry) ? this.#readRun(entry) : this.#readMessage(entry));
	}
	#readRun(entry) {
		const parsed = UpdateRun.safeParse(entry);
		if (!parsed.success) return [invalid(describeIssues(parsed.error))];
		const [channel, firstSeq, ...updates] = parsed.data;
		const place = this.#byChannel.get(channel);
		if (place === void 0) return [invalid(`channel ${channel} stands for no training`)];
		const { trainId, seq } = place;
		if (firstSeq !== seq + 1) return [invalid(`${trainId}: seq ${firstSeq} does not follow ${seq}`)];
		return updates.map((update, index) => {
			const data = expandUpdate(place.headline, update);
			place.seq = firstSeq + index;
			place.headline = headlineOf(data);
			return {
				kind: "message",
				message: {
					type: "training_update",
					train_id: trainId,
					seq: place.seq,
					data
				}
			};
		});
	}
	#readMessage(entry) {
		const read = readServerMessage(entry);
		if (read.kind === "message") this.#note(read.message, entry);
		return [read];
	}
	#note(message, entry) {
		if (message.type === "training_update") {
			const place = this.#byTraining.get(message.train_id);
			if (place === void 0) return;
			place.seq = message.seq;
			place.headline = headlineOf(message.data);
		} else if (message.type === "subscription_confirmed") {
			const { data } = ChannelConfirmed.safeParse(entry);
			if (data?.channel === void 0 || data.headline === void 0) return;
			const place = {
				trainId: data.train_id,
				seq: data.seq,
				headline: data.headline
			};
			this.#byChannel.set(data.channel, place);
			this.#byTraining.set(data.train_id, place);
		}
	}
};
function invalid(message) {
	return {
		kind: "invalid",
		code: "bad_message",
		message
	};
}
/**
* What the second version says otherwise than the first. Beside the list of messages and not in it: a draft may
* change in any way, so the change checker holds nobody to it. It moves there when the version is released.
*/
const draftMessages = [{
	name: "batch",
	writer: "server",
	reader: "viewer",
	carrier: "socket",
	schema: Batch,
	read: (text) => {
		let value;
		try {
			value = JSON.parse(text);
		} catch {
			return {
				kind: "invalid",
				code: "bad_json",
				message: "the frame is not JSON"
			};
		}
		const parsed = Batch.safeParse(value);
		if (parsed.success) return {
			kind: "message",
			message: parsed.data
		};
		return {
			kind: "invalid",
			code: codeOfIssues(parsed.error, value),
			message: describeIssues(parsed.error)
		};
	}
}];
export { Alert, AlertKind, AlertList, AlertRule, AlertRuleList, AlertsQuery, ArchiveQuery, Artifact, ArtifactList, ArtifactPath, AttemptSummary, Batch, BatchReader, Channel, ChannelConfirmed, Checkpoint, Command, CommandAck, CommandAnswer, CommandList, CommandRequest, CommandStanding, CompactUpdate, CreateAlertRule, CreateToken, CreatedToken, DeleteQuery, Details, ErrorAnswer, ErrorMessage, FlatMessage, FlatQuery, Headline, Health, HealthzAnswer, IngestAnswer, LogIn, LogsPage, LogsQuery, MetricName, MetricSeries, Metrics, MuteTraining, Nonfinite, OpenErrorCode, OpenHealth, OpenStatus, ParameterValue, PatchAlertRule, PatchTraining, Ping, Pong, ReadyzAnswer, Recipe, RecipeList, RecipeName, RecipeParameter, Report, Retention, Seq, SeriesAnswer, SeriesAxis, SeriesQuery, ServerEvent, ServerMessage, SessionAnswer, StartAnswer, StartTraining, Status, StreamId, SubscribeTraining, SubscribeTrainings, SubscriptionConfirmed, SubscriptionReset, TokenInfo, TokenList, TokenScope, TrainId, TrainIds, TrainingCompleted, TrainingState, TrainingSummary, TrainingUpdate, TrainingsConfirmed, TrainingsPage, TrainingsQuery, TrainingsUpdate, UnsubscribeTraining, UnsubscribeTrainings, UpdateData, UpdateRun, UpdatesPage, UpdatesQuery, VersionAnswer, ViewerMessage, Welcome, WrittenReport, alertKinds, applyUpdate, changesOf, clauses, closeCodes, codeOfIssues, commandNames, commandStates, countFields, decodeServerMessage, decodeViewerMessage, describeIssues, draftMessages, draftSubprotocols, encode, errorCodes, errorsOf, expandUpdate, flatFieldNames, headlineOf, initialState, isErrorCode, isTerminal, joinSeriesNames, liftNonfinite, limits, measuredFields, messages, negotiate, nextState, openIngestBody, paramsSchema, parseBoundedJson, parseJson, parseReport, readIngestBody, routes, seriesFieldNames, sessionCookieName, shouldReconnect, supportedSubprotocols, textFields, toEnvelope, toFlat, tokenPattern, tokenScopes, tokenSubprotocolPrefix, trainIdPattern, updateOf };

/* eslint-disable */

export { abort } from "./abort";
export { __guest_call, answer, call, log, message, refuse, serve } from "./abi";
export { Bindings, Configuration } from "./configuration";
export { DateTime } from "./datetime";
export { DescribedOperation, Descriptor, Direction } from "./descriptor";
export { Origin } from "./origin";
export { Health, Provider, provide, serveProvider } from "./provider";
export { Raw } from "./raw";
export { Reader } from "./reader";
export { Box, box, done, EMPTY, fail, ok, Result, Void } from "./result";
export { Reply, Role } from "./role";
export { sorted } from "./sort";
export { Writer } from "./writer";

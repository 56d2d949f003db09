/* eslint-disable */

// What the host offers. The name of this file is the name of the module that asc imports from.

export declare function __guest_request(operation: usize, payload: usize): void;
export declare function __guest_response(at: usize, length: usize): void;
export declare function __guest_error(at: usize, length: usize): void;
export declare function __host_call(
  binding: usize,
  bindingLength: usize,
  namespace: usize,
  namespaceLength: usize,
  operation: usize,
  operationLength: usize,
  payload: usize,
  payloadLength: usize,
): i32;
export declare function __host_response_len(): usize;
export declare function __host_response(at: usize): void;
export declare function __host_error_len(): usize;
export declare function __host_error(at: usize): void;
export declare function __console_log(at: usize, length: usize): void;

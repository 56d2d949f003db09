;; An echo that puts the payload at 64 times the length of the operation's name, behind the first MiB.
(module
  (import "wapc" "__guest_request" (func $request (param i32 i32)))
  (import "wapc" "__guest_response" (func $response (param i32 i32)))
  (memory (export "memory") 40)
  (func (export "__guest_call") (param $operation i32) (param $payload i32) (result i32)
    (local $at i32)
    (local.set $at (i32.add (i32.const 1048576) (i32.mul (local.get $operation) (i32.const 64))))
    (call $request (i32.const 0) (local.get $at))
    (call $response (local.get $at) (local.get $payload))
    (i32.const 1)))

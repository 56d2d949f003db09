module contracts/wapc

go 1.21

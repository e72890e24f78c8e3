/* rwstate: keep */ let n = ;
// RWS016 the module cannot be parsed: Unexpected token

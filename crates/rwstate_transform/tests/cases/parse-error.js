/* rwstate: keep */ let n = ;

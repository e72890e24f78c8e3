let n = ;

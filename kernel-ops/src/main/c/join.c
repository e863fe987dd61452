#include "ve-init.h"
int join(int argc, char **argv){(void)argc;(void)argv;return 1;}

#ifndef VE_INIT_PUMP_H
#define VE_INIT_PUMP_H

#include <stdbool.h>
#include <sys/ioctl.h>
#include <sys/types.h>

/* Moves bytes between this process's streams and a command's until the command has ended and all
 * that it wrote has been passed on. Gives its exit code, or 128 and the number of the signal that
 * killed it. SIGINT, SIGTERM and SIGHUP go to the command's process group meanwhile. */

/* Lets those signals, and SIGWINCH, wait until the pump takes them. What is executed inside begins
 * with none blocked. */
void hold_signals(void);

/* Of the terminal that this process's input or output is; false where neither is one. */
bool get_window_size(struct winsize *size);

/* `outside`: the ends of the command's three streams that are ours. */
int pump_pipes(pid_t command, const int outside[3]);

/* `master`: of the command's terminal. If our input is a terminal, it is raw meanwhile. */
int pump_terminal(pid_t command, int master);

#endif

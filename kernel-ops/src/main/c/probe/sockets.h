/* What of ubc-probe takes sockets and what is in their buffers; see ubc-probe.c. Each call gives what it took, or -1 and
 * errno. A pair of descriptors is one number: the first shifted by 16 bits, and the second. */
void give_pair(long held);
long take_tcp(void);
long take_udp(void);
long take_unix(void);
long take_unix_pair(void);
void give_fd(long held);
long take_connection(void);
long take_sent(void);
void give_sent(long held);
long take_tcp_data(void);
long take_local_data(void);
void give_data(long held);
long take_small_tcp_sender(void);
long take_small_tcp_receiver(void);
long take_small_local(void);
long take_small_datagrams(void);
long take_full_tcp(void);
long take_full_local(void);
long take_flood(void);
long take_carried_tcp(void);
long take_carried_local(void);
long take_greedy(void);

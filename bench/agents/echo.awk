# The smallest agent that speaks JSON Lines, for an image that holds nothing but busybox: answers every request by its id.
match($0, /"id":"[^"]*"/) {
  printf "{\"type\":\"final\",%s,\"output\":\"fine, thank you\"}\n", substr($0, RSTART, RLENGTH)
  fflush()
}

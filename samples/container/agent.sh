#!/bin/sh
# Speaks JSON Lines: reads an input a line, says it back in pieces. BusyBox is all it needs.
while read -r line; do
  case "$line" in *'"type":"input"'*) ;; *) continue ;; esac
  id=$(echo "$line" | sed -n 's/.*"id":\("[^"]*"\).*/"id":\1,/p')
  input=$(echo "$line" | sed 's/.*"input":"\([^"]*\)".*/\1/')
  echo "{$id\"type\":\"delta\",\"delta\":\"You said: \"}"
  echo "{$id\"type\":\"delta\",\"delta\":\"$input\"}"
  echo "{$id\"type\":\"final\"}"
done

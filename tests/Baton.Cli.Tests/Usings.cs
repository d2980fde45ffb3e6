global using Baton.TestSupport;

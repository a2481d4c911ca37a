"""Speed, shown as ratios that one run measured; the machines are shared, so nothing here is a test."""

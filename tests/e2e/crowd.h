#pragma once

#include <functional>
#include <thread>
#include <vector>

namespace chalkline::e2e {

// Runs `work(i)` for 0 … count-1 at once, each on a thread of its own.
inline void all_at_once(int count, const std::function<void(int)>& work) {
  std::vector<std::thread> threads;
  threads.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) threads.emplace_back(work, i);
  for (auto& thread : threads) thread.join();
}

}  // namespace chalkline::e2e

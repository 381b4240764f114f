#include "handlers/crowd.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include "handlers/fastcgi.h"

namespace chalkline::handlers::tests {

Crowd::Crowd(const std::string& family, int processes) {
  for (int i = 0; i < processes; ++i) {
    processes_.push_back(std::make_unique<Process>(std::vector{executable(family)},
                                                   base_environment(), listener_.fd()));
  }
}

std::map<std::string, int> Crowd::ask_at_once(const std::vector<Call>& calls) {
  std::vector<std::unique_ptr<FastCgi>> requests;
  std::vector<std::string> ids;
  std::map<std::string, int> verdicts;
  for (const auto& call : calls) {
    const auto parameters = parameters_of(call);
    ids.push_back(parameters.at("REQUEST_ID"));
    requests.push_back(std::make_unique<FastCgi>(listener_.path()));
    requests.back()->send_head(parameters);
    requests.back()->send_body(call.body);
    requests.back()->end_body();
  }
  for (std::size_t i = 0; i < requests.size(); ++i) {
    ++verdicts[parse_answer(requests[i]->receive(), ids[i]).verdict()];
  }
  return verdicts;
}

std::vector<std::unique_ptr<Process>> start_workers(const std::string& now, int count) {
  const Scratch nothing;
  std::vector<std::unique_ptr<Process>> workers;
  for (int i = 0; i < count; ++i) {
    workers.push_back(std::make_unique<Process>(
        std::vector<std::string>{executable("scheduled"), "--once", "--now", now},
        base_environment(), nothing.fd()));
  }
  return workers;
}

void run_workers(const std::string& now, int count) {
  for (const auto& worker : start_workers(now, count)) BOOST_TEST(worker->wait() == 0);
}

void run_worker_told(const std::string& now, const std::string& more) {
  namespace fs = std::filesystem;
  const auto& real = site("marketplace");
  const auto folder = real.folder / "told";
  fs::create_directory(folder);
  std::ostringstream text;
  text << std::ifstream(real.sites_folder / "marketplace.yaml").rdbuf() << more << "\n";
  std::ofstream(folder / "marketplace.yaml") << text.str();
  auto environment = base_environment();
  environment["CHALKLINE_SITES"] = folder.string();
  const Scratch nothing;
  Process worker({executable("scheduled"), "--once", "--now", now}, environment, nothing.fd());
  BOOST_TEST(worker.wait() == 0);
}

}  // namespace chalkline::handlers::tests

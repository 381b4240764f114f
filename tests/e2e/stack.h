#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "config/site.h"

namespace chalkline::e2e {

// The stack under test, as ./run started it.

const std::filesystem::path& state_folder();
int port_of(std::string_view site);
// http://127.0.0.1:<port>, and the same without the scheme.
std::string origin_of(std::string_view site);
std::string host_of(std::string_view site);
const config::Site& settings_of(std::string_view site);
// The unix socket on which handlers publish live updates.
std::filesystem::path publish_socket();

// The process that ./run started for a part (mariadb, nginx, send …), or ./run itself (run).
std::optional<int> process_of(const std::string& part);

// Looks again and again until `holds`, for as long as anything could take on a busy machine.
bool eventually(const std::function<bool()>& holds,
                std::chrono::seconds deadline = std::chrono::seconds(60));

// A text of this run that no other run has.
std::string fresh(std::string_view word);

}  // namespace chalkline::e2e

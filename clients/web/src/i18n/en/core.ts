import common from "./common.json";
import entrance from "./entrance.json";
import errors from "./errors.json";
import home from "./home.json";

export default { common, entrance, errors, home };

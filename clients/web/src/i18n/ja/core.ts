import common from "./common.json";
import entrance from "./entrance.json";
import errors from "./errors.json";
import home from "./home.json";
import notices from "./notices.json";

export default { common, entrance, errors, home, notices };

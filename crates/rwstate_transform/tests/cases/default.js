/* rwstate: keep */ export default new Map();
